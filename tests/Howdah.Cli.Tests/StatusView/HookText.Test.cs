using Howdah.Cli.Journal;
using Howdah.Server.Client.Units;

namespace Howdah.Cli.Tests.StatusView;

public sealed class HookTextTests
{
    private static readonly HookSummary Failed = new()
    {
        Id = 17,
        Hook = "db-relation-changed",
        About = "client/0",
        Outcome = "failed",
        Message = "exit status 1",
        ExitCode = 1,
        Attempt = 2,
        Started = "24 Feb 2025 12:03:17Z",
        Seconds = 0.25,
    };

    [Fact]
    public void Hooks_are_a_table() => Assert.Equal(
        """
        ID  Hook                 About     Outcome  Seconds  Started                Message
        17  db-relation-changed  client/0  failed     0.250  24 Feb 2025 12:03:17Z  exit status 1 (attempt 2)

        """,
        HookText.Render([Failed], colours: false));

    [Fact]
    public void A_hook_has_a_section_for_each_kind_of_thing_and_none_for_nothing()
    {
        var text = HookText.Render(
            new HookDetail
            {
                Summary = Failed,
                Charm = "local:db-0",
                Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["JUJU_UNIT_NAME"] = "db/0", ["JUJU_MACHINE_ID"] = "" },
                Calls = [new HookCallDetail("relation-get -r 9 -", null, 2, null, "ERROR no\n"), new HookCallDetail("state-set --file -", "a: b", 0, null, null)],
                Output = [],
                Writes = [new HookWriteDetail("state", "a", null, "b")],
            },
            colours: false);

        Assert.EndsWith(
            """

            Environment:
              JUJU_UNIT_NAME=db/0

            Hook commands:
              relation-get -r 9 -  (exit code 2)
                ! ERROR no
              state-set --file -
                < a: b

            Changes that were thrown away (statuses were not):
              state a: (none) -> b

            """,
            text,
            StringComparison.Ordinal);
    }
}

public sealed class ReplayTextTests
{
    private static readonly HookSummary Recorded = new() { Id = 3, Hook = "install", Outcome = "failed", ExitCode = 1, Attempt = 1, Started = "" };

    [Fact]
    public void A_replay_that_went_as_recorded_says_so() => Assert.Equal(
        """
        box/0 hook 3 (install): exit code 1, as recorded
        Hook commands: the same
        Printed: the same

        """,
        ReplayText.Render(
            "box/0 hook 3", new ReplayDetail { Recorded = Recorded, ExitCode = 1, Same = true, CallCount = 2, Calls = [], Output = [] }, colours: false));

    [Fact]
    public void A_replay_that_went_otherwise_says_how() => Assert.Equal(
        """
        box/0 hook 3 (install): exit code 0, recorded was 1
        Hook commands:
          - status-set blocked
          + status-set active
        Printed: the same

        """,
        ReplayText.Render(
            "box/0 hook 3",
            new ReplayDetail
            {
                Recorded = Recorded, ExitCode = 0, Same = false, CallCount = 2, Calls = ["- status-set blocked", "+ status-set active"], Output = [],
            },
            colours: false));
}
