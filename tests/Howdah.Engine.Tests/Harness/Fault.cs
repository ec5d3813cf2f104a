using System.Diagnostics;
using System.Globalization;

namespace Howdah.Engine.Tests.Harness;

/// <summary>What a fault kills.</summary>
internal enum FaultTarget
{
    /// <summary>The process of the engine.</summary>
    Engine,

    /// <summary>The process of the charm.</summary>
    Charm,

    /// <summary>The hook command that the charm runs, or the charm when it runs none.</summary>
    HookCommand,
}

/// <summary>A fault at a point of a change: after a step of a charm, and so many microseconds.</summary>
/// <param name="Target">What is killed.</param>
/// <param name="Step">The beginning of the line that the charm writes at the step.</param>
/// <param name="Microseconds">How long after it.</param>
internal sealed record Fault(FaultTarget Target, string Step, int Microseconds)
{
    public static Fault Next(Random random)
    {
        var hook = random.Next(2) == 0 ? "config-changed" : "peer-relation-changed";
        return new Fault(
            (FaultTarget)random.Next(3),
            string.Create(CultureInfo.InvariantCulture, $"faulty/{random.Next(2)} {hook} step {random.Next(1, 6)} "),
            random.Next(5000));
    }

    /// <summary>Lets the time pass, which is too short for any timer.</summary>
    public void Spin()
    {
        var since = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(since).TotalMicroseconds < Microseconds)
        {
            Thread.SpinWait(20);
        }
    }

    /// <summary>Kills the charm, or what it runs. It may have ended by itself.</summary>
    public void Kill(int charm)
    {
        var children = $"/proc/{charm}/task/{charm}/children";
        var victims = Target == FaultTarget.HookCommand && Read(children) is { Length: > 0 } running
            ? running.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pid => int.Parse(pid, CultureInfo.InvariantCulture))
            : [charm];
        foreach (var victim in victims.Where(pid => Read($"/proc/{pid}/environ").Contains("JUJU_UNIT_NAME=faulty/", StringComparison.Ordinal)))
        {
            End(victim);
        }
    }

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static void End(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            process.Kill();
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            // It has ended.
        }
    }
}
