//! The tables of the template.

use std::collections::BTreeMap;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::error::BoxError;
use aws_sdk_dynamodb::types::{
    AttributeDefinition, BillingMode, GlobalSecondaryIndex, GlobalSecondaryIndexDescription,
    KeySchemaElement, KeyType, Projection, ProjectionType, ScalarAttributeType,
    TimeToLiveSpecification, TimeToLiveStatus,
};
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

/// Why a template's tables cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum Unclear {
    /// Not a template.
    #[error("it is not a template")]
    Template(#[from] serde_saphyr::Error),
    /// A table with something missing, or with something that is not known here and would be left out.
    #[error("the table `{0}` is not understood")]
    Table(String, #[source] serde_json::Error),
}

#[derive(Deserialize)]
struct Template {
    #[serde(rename = "Resources")]
    resources: BTreeMap<String, Resource>,
}

#[derive(Deserialize)]
struct Resource {
    #[serde(rename = "Type")]
    kind: String,
    #[serde(rename = "Properties", default)]
    properties: Value,
}

/// A table as the template describes it. What only means something in AWS is known by name and passed over; a
/// property that is not known is an error, so that no index is left out in silence.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct Table {
    /// Its name, without the stack's.
    #[serde(rename = "TableName")]
    pub name: String,
    attribute_definitions: Vec<Attribute>,
    key_schema: Vec<Key>,
    #[serde(default)]
    global_secondary_indexes: Vec<Index>,
    time_to_live_specification: Option<TimeToLive>,
    #[serde(rename = "BillingMode")]
    _billing_mode: IgnoredAny,
    #[serde(rename = "DeletionProtectionEnabled", default)]
    _deletion_protection: IgnoredAny,
    #[serde(rename = "PointInTimeRecoverySpecification", default)]
    _point_in_time_recovery: IgnoredAny,
    #[serde(rename = "SSESpecification", default)]
    _encryption: IgnoredAny,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Attribute {
    attribute_name: String,
    attribute_type: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Key {
    attribute_name: String,
    key_type: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Index {
    index_name: String,
    key_schema: Vec<Key>,
    projection: Shown,
}

/// What of an item an index has.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Shown {
    projection_type: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct TimeToLive {
    attribute_name: String,
    enabled: bool,
}

impl Table {
    /// The tables of a template. Its functions (`!Sub`, `!GetAtt` …) are read as their arguments.
    ///
    /// # Errors
    ///
    /// See [`Unclear`].
    pub fn all_of(template: &str) -> Result<Vec<Self>, Unclear> {
        // `N` is a type here, and not YAML 1.1's short for `no`.
        let options = serde_saphyr::options! { strict_booleans: true };
        let template: Template = serde_saphyr::from_str_with_options(template, options)?;
        let tables = template
            .resources
            .into_iter()
            .filter(|(_, resource)| resource.kind == "AWS::DynamoDB::Table");
        tables
            .map(|(id, resource)| {
                let mut table: Self = serde_json::from_value(resource.properties)
                    .map_err(|error| Unclear::Table(id, error))?;
                table.name = table.name.replace("${AWS::StackName}-", "");
                Ok(table)
            })
            .collect()
    }

    /// Creates the table, unless there is one of its name.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub async fn create(&self, client: &Client) -> Result<(), BoxError> {
        let key = |key: &Key| {
            let element = KeySchemaElement::builder().attribute_name(&key.attribute_name);
            element
                .key_type(KeyType::from(key.key_type.as_str()))
                .build()
        };
        let attribute = |attribute: &Attribute| {
            let definition =
                AttributeDefinition::builder().attribute_name(&attribute.attribute_name);
            definition
                .attribute_type(ScalarAttributeType::from(attribute.attribute_type.as_str()))
                .build()
        };
        let indexes = self.global_secondary_indexes.iter().map(|index| {
            let shown = ProjectionType::from(index.projection.projection_type.as_str());
            let built = GlobalSecondaryIndex::builder()
                .index_name(&index.index_name)
                .projection(Projection::builder().projection_type(shown).build())
                .set_key_schema(Some(
                    index.key_schema.iter().map(key).collect::<Result<_, _>>()?,
                ));
            built.build()
        });
        let indexes: Vec<_> = indexes.collect::<Result<_, _>>()?;
        let created = client
            .create_table()
            .set_global_secondary_indexes(Some(indexes).filter(|indexes| !indexes.is_empty()))
            .table_name(&self.name)
            .billing_mode(BillingMode::PayPerRequest)
            .set_key_schema(Some(
                self.key_schema.iter().map(key).collect::<Result<_, _>>()?,
            ))
            .set_attribute_definitions(Some(
                self.attribute_definitions
                    .iter()
                    .map(attribute)
                    .collect::<Result<_, _>>()?,
            ))
            .send()
            .await;
        match created {
            Ok(_) => {}
            Err(error)
                if error
                    .as_service_error()
                    .is_some_and(|error| error.is_resource_in_use_exception()) =>
            {
                self.is_as_described(client).await?;
            }
            Err(error) => return Err(error.into()),
        }
        match &self.time_to_live_specification {
            Some(time_to_live) if time_to_live.enabled => {
                self.expire_by(&time_to_live.attribute_name, client).await
            }
            _ => Ok(()),
        }
    }

    /// A table that an older version of this program has made may lack an index.
    async fn is_as_described(&self, client: &Client) -> Result<(), BoxError> {
        let described = client
            .describe_table()
            .table_name(&self.name)
            .send()
            .await?;
        let there = described
            .table
            .and_then(|table| table.global_secondary_indexes);
        let there = there.unwrap_or_default();
        let lacks = self.global_secondary_indexes.iter().find(|index| {
            let is_it = |known: &GlobalSecondaryIndexDescription| {
                known.index_name.as_deref() == Some(index.index_name.as_str())
            };
            !there.iter().any(is_it)
        });
        match lacks {
            None => Ok(()),
            Some(index) => Err(format!(
                "an older version has made it, without the index `{}`; start with --fresh to begin anew",
                index.index_name
            )
            .into()),
        }
    }

    /// Lets items expire. It is asked first whether they do, because to say it twice is an error.
    async fn expire_by(&self, attribute: &str, client: &Client) -> Result<(), BoxError> {
        let described = client
            .describe_time_to_live()
            .table_name(&self.name)
            .send()
            .await?;
        let status = described
            .time_to_live_description
            .and_then(|described| described.time_to_live_status);
        if matches!(
            status,
            Some(TimeToLiveStatus::Enabled | TimeToLiveStatus::Enabling)
        ) {
            return Ok(());
        }
        let specification = TimeToLiveSpecification::builder()
            .attribute_name(attribute)
            .enabled(true)
            .build()?;
        client
            .update_time_to_live()
            .table_name(&self.name)
            .time_to_live_specification(specification)
            .send()
            .await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_functions_of_a_template_are_read_as_their_arguments() {
        let tables = Table::all_of(
            r#"
            Resources:
              Other:
                Type: AWS::SQS::Queue
                Properties:
                  RedrivePolicy: { deadLetterTargetArn: !GetAtt Dead.Arn, maxReceiveCount: 5 }
                  Listed: !If [HasKey, !Ref Key, !Ref AWS::NoValue]
                  Nested: !Join ["", [!Sub "${AWS::StackName}-x", { Fn::GetAtt: [Dead, Arn] }]]
              Table:
                Type: AWS::DynamoDB::Table
                DeletionPolicy: Retain
                Properties:
                  TableName: !Sub ${AWS::StackName}-things
                  BillingMode: PAY_PER_REQUEST
                  AttributeDefinitions: [{ AttributeName: id, AttributeType: S }]
                  KeySchema: [{ AttributeName: id, KeyType: HASH }]
                  SSESpecification: { SSEEnabled: true, KMSMasterKeyId: !Ref Key }
            "#,
        );
        let names: Vec<_> = tables
            .unwrap()
            .into_iter()
            .map(|table| table.name)
            .collect();
        assert_eq!(names, ["things"]);
    }

    #[test]
    fn a_property_that_would_be_left_out_is_an_error() {
        let tables = Table::all_of(
            r"
            Resources:
              Table:
                Type: AWS::DynamoDB::Table
                Properties:
                  TableName: things
                  LocalSecondaryIndexes: []
            ",
        );
        assert_eq!(
            tables.unwrap_err().to_string(),
            "the table `Table` is not understood"
        );
    }
}
