//! Accept, decline and the others, from the key to the server's own counters and back to the screen.

use std::time::Duration;

use super::desk::Setup;
use super::quotes::few_orders;
use covage_tui::sim::WriteCount;

const ONCE: WriteCount = WriteCount {
    received: 1,
    applied: 1,
};
const NEVER: WriteCount = WriteCount {
    received: 0,
    applied: 0,
};

#[tokio::test(start_paused = true)]
async fn an_accept_takes_its_keys_and_leads_to_its_order() {
    let mut desk = Setup::new(few_orders()).writing().at_ready_lines(3).await;
    let target = desk.go_to_ready().await;
    println!("{}", desk.screen());
    desk.press("a").await;
    desk.until_armed().await;
    println!("{}", desk.screen());
    desk.confirm().await;
    println!("{}", desk.screen());
    assert_eq!(desk.count(&target.accept()), NEVER);
    desk.until_over().await;
    println!("{}", desk.screen());
    assert_eq!(desk.count(&target.accept()), ONCE);
    desk.pass(Duration::from_secs(120)).await;
    println!("{}\n{}", desk.screen(), desk.said());
    desk.press("e").await;
    println!("{}\n{}", desk.screen(), desk.said());
    panic!();
}
