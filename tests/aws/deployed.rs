//! The deployed template: Intercom posts at the API, the functions run where the emulator runs them, and the reply
//! arrives at Intercom.

use std::time::Duration;

use harness::shop::ANA;
use local::seed;
use simulator::Subscription;

use crate::acme::{self, Acme};
use crate::deployment::Deployment;

/// What the whole way takes at most on a machine that is busy, cold starts included.
const PATIENCE: Duration = Duration::from_secs(40);

async fn until(deployment: &Deployment, what: &str, mut holds: impl FnMut() -> bool) {
    let waited = async {
        while !holds() {
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    };
    let waited = tokio::time::timeout(PATIENCE, waited).await;
    if waited.is_err() {
        panic!("in vain: {what}\n{}", deployment.logs().await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_visitor_asks_at_a_deployed_stack_is_answered_once() {
    let (intercom, acme, server) = Acme::at_intercom().await;
    let deployment = Deployment::make(&server.url()).await;
    let secrets = aws_sdk_secretsmanager::Client::new(&deployment.stack.config);
    secrets
        .put_secret_value()
        .secret_id(deployment.output("AppSecretArn"))
        .secret_string(format!(r#"{{"client_secret":"{}"}}"#, seed::CLIENT_SECRET))
        .send()
        .await
        .unwrap();
    let keys = deployment.stack.kms(deployment.output("TokensKeyArn"));
    acme::installed(deployment.rows(), deployment.queues(), keys, &server.url()).await;
    intercom.webhooks().subscribe(Subscription::new(
        deployment.webhook_url(),
        seed::CLIENT_SECRET,
    ));

    let asked = acme::asks(&acme, ANA, "How do I change my delivery address?");
    let replies = |conversation: &str| acme::replies(&acme::view(&acme, conversation));
    until(&deployment, "the reply", || !replies(&asked).is_empty()).await;
    assert!(
        replies(&asked)[0].contains("delivery address"),
        "{:?}",
        replies(&asked)
    );
}
