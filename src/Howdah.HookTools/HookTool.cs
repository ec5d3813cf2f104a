using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace Howdah.HookTools;

/// <summary>
/// Every hook command is this one program under another name: it hands its arguments to the unit agent, prints the answer, and exits with
/// its code. What a command means is known to the agent alone.
/// </summary>
internal static class HookTool
{
    private static readonly string[] WithFiles = ["relation-set", "state-set", "secret-add", "secret-set", "leader-set"];

    public static int Run(string command, string[] args)
    {
        var context = Environment.GetEnvironmentVariable("JUJU_CONTEXT_ID");
        var socket = Environment.GetEnvironmentVariable("JUJU_AGENT_SOCKET_ADDRESS");
        if (string.IsNullOrEmpty(context) || string.IsNullOrEmpty(socket))
        {
            return Fail($"{command} works only in a hook: JUJU_CONTEXT_ID or JUJU_AGENT_SOCKET_ADDRESS is not set");
        }

        try
        {
            var response = Ask(socket, Gather(new HookRequest(context, command, args)));
            Write(Console.OpenStandardError(), response.Stderr);
            if (response.OutputFile is { } file)
            {
                File.WriteAllBytes(file, response.Stdout);
            }
            else
            {
                Write(Console.OpenStandardOutput(), response.Stdout);
            }

            return response.ExitCode;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return Fail($"{command}: {e.Message}");
        }
    }

    // The agent can't see this side's files nor its standard input, so what arguments name goes along.
    private static HookRequest Gather(HookRequest request)
    {
        if (!WithFiles.Contains(request.Command, StringComparer.Ordinal))
        {
            return request;
        }

        byte[]? stdin = null;
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var path in FilesIn(request.Args))
        {
            if (path == "-")
            {
                using var buffer = new MemoryStream();
                Console.OpenStandardInput().CopyTo(buffer);
                stdin ??= buffer.ToArray();
            }
            else if (File.Exists(path))
            {
                files[path] = File.ReadAllBytes(path);
            }
        }

        return request with { Stdin = stdin, Files = files.Count == 0 ? null : files };
    }

    private static IEnumerable<string> FilesIn(IReadOnlyList<string> args)
    {
        for (var index = 0; index < args.Count; index++)
        {
            var arg = args[index];
            var marker = arg.IndexOf("#file=", StringComparison.Ordinal);
            if (arg == "--file" && index + 1 < args.Count)
            {
                yield return args[++index];
            }
            else if (arg.StartsWith("--file=", StringComparison.Ordinal))
            {
                yield return arg["--file=".Length..];
            }
            else if (marker > 0)
            {
                yield return arg[(marker + "#file=".Length)..];
            }
        }
    }

    private static HookResponse Ask(string path, HookRequest request)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(request, HookProtocolJson.Default.HookRequest);
        if (body.Length > HookProtocol.MostBytes)
        {
            throw new IOException($"it is given {body.Length} bytes, more than the {HookProtocol.MostBytes} that the unit agent takes");
        }

        var message = new byte[4 + body.Length];
        BinaryPrimitives.WriteInt32LittleEndian(message, body.Length);
        body.CopyTo(message.AsSpan(4));
        using var stream = AgentSocket.Connect(path);
        stream.Write(message);
        stream.ReadExactly(message.AsSpan(0, 4));
        var answer = new byte[BinaryPrimitives.ReadInt32LittleEndian(message)];
        stream.ReadExactly(answer);
        return JsonSerializer.Deserialize(answer, HookProtocolJson.Default.HookResponse) ?? throw new JsonException("the agent's answer is empty");
    }

    private static int Fail(string message)
    {
        Write(Console.OpenStandardError(), Encoding.UTF8.GetBytes($"ERROR {message}\n"));
        return 1;
    }

    private static void Write(Stream stream, byte[] bytes)
    {
        using (stream)
        {
            stream.Write(bytes);
        }
    }
}
