using System.Text.Json;
using Howdah.Cli.Operations;
using Howdah.Server.Client.Operations;

namespace Howdah.Cli.Tests.Operations;

public sealed class TaskPrinterTests
{
    [Fact]
    public void A_result_is_YAML_and_then_what_the_action_wrote() => Assert.Equal(
        "ok: 'True'\npostgresql:\n  username: app\n\nhello\n\ncareful\n",
        TaskPrinter.PlainText(Task(
            "completed", """{"ok":"True","postgresql":{"username":"app"},"return-code":0,"stdout":"hello\n","stderr":"careful"}""")));

    [Fact]
    public void A_failure_comes_first_with_its_reason() => Assert.Equal(
        "Action id 2 failed: no primary\nhint: wait\n",
        TaskPrinter.PlainText(Task("failed", """{"hint":"wait","return-code":1}""") with { Message = "no primary" }));

    [Fact]
    public void A_task_without_results_prints_nothing() => Assert.Equal("", TaskPrinter.PlainText(Task("completed", """{"return-code":0}""")));

    private static TaskDetail Task(string status, string results)
    {
        using var document = JsonDocument.Parse(results);
        return new TaskDetail { Id = "2", Unit = "app/0", Status = status, Results = document.RootElement.Clone() };
    }
}
