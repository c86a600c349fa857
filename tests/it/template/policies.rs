//! Who may do what.

use std::collections::BTreeMap;

use serde_json::Value;
use shared::Topic;

use super::document::{Document, WorkspaceCredentials};

/// One text or a list of them.
fn list(value: &Value) -> Vec<String> {
    match value {
        Value::Array(items) => items.iter().flat_map(list).collect(),
        Value::String(text) => vec![text.clone()],
        other => panic!("neither a text nor a list: {other}"),
    }
}

/// A statement in a line an action and resource: `sqs:SendMessage on TurnsQueue.Arn`.
fn lines(statement: &Value) -> Vec<String> {
    assert_eq!(statement["Effect"], "Allow");
    let condition = statement["Condition"].as_object().map(|condition| {
        let terms = condition
            .iter()
            .map(|(operator, term)| format!("{operator} {term}"));
        format!(" if {}", terms.collect::<Vec<_>>().join(" and "))
    });
    let condition = condition.unwrap_or_default();
    let actions = list(&statement["Action"]);
    let resources = list(&statement["Resource"]);
    let pairs = actions
        .iter()
        .flat_map(|action| resources.iter().map(move |resource| (action, resource)));
    pairs
        .map(|(action, resource)| format!("{action} on {resource}{condition}"))
        .collect()
}

/// What the roles of functions may do, by role, with the policies they share in place.
fn permissions(template: &Document) -> BTreeMap<String, Vec<String>> {
    let roles = template.of_type("AWS::IAM::Role");
    roles
        .map(|(id, role)| {
            let shared = role["ManagedPolicyArns"].as_array().into_iter().flatten();
            let shared = shared.map(|policy| {
                &template.properties(policy.as_str().unwrap())["PolicyDocument"]["Statement"]
            });
            let own = role["Policies"].as_array().unwrap();
            let own = own
                .iter()
                .map(|policy| &policy["PolicyDocument"]["Statement"]);
            let beside = template.of_type("AWS::IAM::Policy").filter(|(_, policy)| {
                let mut roles = policy["Roles"].as_array().unwrap().iter();
                roles.any(|role| *role == id)
            });
            let beside = beside.map(|(_, policy)| &policy["PolicyDocument"]["Statement"]);
            let statements = own
                .chain(shared)
                .chain(beside)
                .flat_map(|statements| statements.as_array().unwrap());
            (id.to_owned(), statements.flat_map(lines).collect())
        })
        .collect()
}

#[test]
fn each_function_has_a_role_of_its_own_that_may_do_what_its_ports_need() {
    let template = Document::read();
    let mut permissions = permissions(&template);
    for (id, function) in template.of_type("AWS::Serverless::Function") {
        assert_eq!(function["Role"], format!("{id}Role.Arn"));
    }
    // The blocks of topics about the same are alike, so one of them says it for all. What a topic has beside is told.
    let role = |topic: &Topic| format!("{}Role", topic.logical_id());
    for topic in Topic::ALL {
        let mut alike = Topic::ALL.iter();
        let first = alike.find(|other| other.subject() == topic.subject());
        let first = first.filter(|first| *first != topic);
        let Some(first) = first else { continue };
        let own = |line: &String| line.replace(&first.logical_id(), &topic.logical_id());
        let common: Vec<_> = permissions[&role(first)].iter().map(own).collect();
        let mut lines = permissions.remove(&role(topic)).unwrap();
        assert!(lines.starts_with(&common), "{topic}");
        let beside = lines.split_off(common.len());
        if !beside.is_empty() {
            permissions.insert(format!("{} beside", role(topic)), beside);
        }
    }
    let told = permissions
        .into_iter()
        .map(|(role, lines)| format!("{role}\n  {}", lines.join("\n  ")));
    insta::assert_snapshot!(told.collect::<Vec<_>>().join("\n"));
}

/// Where credentials are vended, two roles lose their reach, a third one has it, and the others stay as they are.
#[test]
fn a_workspaces_session_reaches_that_workspace_and_functions_reach_none_without_one() {
    let shared = permissions(&Document::read());
    let vended = Document::with(WorkspaceCredentials::Vended);
    let mut permissions = permissions(&vended);
    permissions.retain(|role, lines| shared.get(role) != Some(lines));
    let told = permissions
        .into_iter()
        .map(|(role, lines)| format!("{role}\n  {}", lines.join("\n  ")));
    insta::assert_snapshot!(told.collect::<Vec<_>>().join("\n"));
    let role = &vended.properties("WorkspaceRole")["AssumeRolePolicyDocument"]["Statement"];
    insta::assert_json_snapshot!(role, @r#"
    [
      {
        "Action": [
          "sts:AssumeRole",
          "sts:TagSession"
        ],
        "Condition": {
          "ForAllValues:StringEquals": {
            "aws:TagKeys": "workspace"
          },
          "StringLike": {
            "aws:RequestTag/workspace": "?*"
          }
        },
        "Effect": "Allow",
        "Principal": {
          "AWS": [
            "AgentTurnRole.Arn",
            "DeadLetterRole.Arn"
          ]
        }
      }
    ]
    "#);
    for function in ["AgentTurn", "DeadLetter"] {
        let variables = &vended.properties(function)["Environment"]["Variables"];
        assert_eq!(variables["WORKSPACE_ROLE_ARN"], "WorkspaceRole.Arn");
    }
}

#[test]
fn no_role_has_a_wildcard() {
    let all = [WorkspaceCredentials::Shared, WorkspaceCredentials::Vended];
    for (role, lines) in all
        .into_iter()
        .flat_map(|credentials| permissions(&Document::with(credentials)))
    {
        for line in lines {
            // Whatever conversation, of the session's workspace.
            let line = line.replace("${aws:PrincipalTag/workspace}#*", "");
            assert!(!line.contains('*'), "{role}: {line}");
        }
    }
}

#[test]
fn a_token_opens_only_for_the_workspace_that_is_named() {
    let template = Document::read();
    let vended = Document::with(WorkspaceCredentials::Vended);
    for (role, lines) in permissions(&template)
        .into_iter()
        .chain(permissions(&vended))
    {
        for line in lines.iter().filter(|line| line.starts_with("kms:")) {
            let named = line.contains(r#"Null {"kms:EncryptionContext:workspace":"false"}"#)
                || line.contains(
                    r#"StringEquals {"kms:EncryptionContext:workspace":"${aws:PrincipalTag/workspace}"}"#,
                );
            let by_table = ["InstallationsTable", "SecretsTable"].iter().any(|table| {
                line.contains(&format!(
                    r#"StringEquals {{"kms:EncryptionContext:aws:dynamodb:tableName":"{table}"}}"#
                ))
            });
            assert!(named != by_table, "{role}: {line}");
        }
    }
    for table in ["InstallationsTable", "SecretsTable"] {
        let encryption = &template.properties(table)["SSESpecification"];
        assert_eq!(encryption["KMSMasterKeyId"], "TokensKey.Arn", "{table}");
    }
    let policy = &template.properties("TokensKey")["KeyPolicy"]["Statement"][1];
    insta::assert_json_snapshot!(policy);
}

#[test]
fn no_function_may_read_why_a_turn_decided_as_it_did() {
    let all = [WorkspaceCredentials::Shared, WorkspaceCredentials::Vended];
    for (role, lines) in all
        .into_iter()
        .flat_map(|credentials| permissions(&Document::with(credentials)))
    {
        let lines = lines.iter().filter(|line| line.contains("DecisionsTable"));
        for line in lines {
            let keys_alone = line.starts_with("dynamodb:Query on DecisionsTable.Arn if ")
                && line.contains(r#"{"dynamodb:Attributes":["workspace","decision"]}"#)
                && line.contains(r#"StringEquals {"dynamodb:Select":"SPECIFIC_ATTRIBUTES"}"#);
            let writes = ["dynamodb:PutItem", "dynamodb:DeleteItem"]
                .iter()
                .any(|action| line.starts_with(&format!("{action} on DecisionsTable.Arn")));
            assert!(keys_alone || writes, "{role}: {line}");
        }
    }
}

#[test]
fn no_function_may_read_how_much_was_counted() {
    let all = [WorkspaceCredentials::Shared, WorkspaceCredentials::Vended];
    for (role, lines) in all
        .into_iter()
        .flat_map(|credentials| permissions(&Document::with(credentials)))
    {
        let lines = lines.iter().filter(|line| line.contains("TalliesTable"));
        for line in lines {
            let keys_alone = line.starts_with("dynamodb:Query on TalliesTable.Arn if ")
                && line.contains(r#"{"dynamodb:Attributes":["workspace","day"]}"#)
                && line.contains(r#"StringEquals {"dynamodb:Select":"SPECIFIC_ATTRIBUTES"}"#);
            let writes = ["dynamodb:UpdateItem", "dynamodb:DeleteItem"]
                .iter()
                .any(|action| line.starts_with(&format!("{action} on TalliesTable.Arn")));
            assert!(keys_alone || writes, "{role}: {line}");
        }
    }
}

#[test]
fn no_function_may_see_the_value_of_a_secret() {
    for (role, lines) in permissions(&Document::read()) {
        for line in lines
            .iter()
            .filter(|line| line.starts_with("dynamodb:") && line.contains(" on SecretsTable"))
        {
            let names_alone = line.starts_with("dynamodb:Query on SecretsTable.Arn if ")
                && line.contains(r#"{"dynamodb:Attributes":["workspace","name"]}"#)
                && line.contains(r#"StringEquals {"dynamodb:Select":"SPECIFIC_ATTRIBUTES"}"#);
            let deletes = line == "dynamodb:DeleteItem on SecretsTable.Arn";
            assert!(names_alone || deletes, "{role}: {line}");
        }
    }
}
