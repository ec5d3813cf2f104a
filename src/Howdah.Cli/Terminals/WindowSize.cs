using System.Runtime.InteropServices;
using Howdah.Server.Client.Exec;

namespace Howdah.Cli.Terminals;

/// <summary>The size of the user's terminal, asked of the kernel each time: the runtime's own answer is not renewed after a resize.</summary>
internal static partial class WindowSize
{
    private const nuint GetSize = 0x5413;

    /// <summary>Its size; 80 × 24 where there is no terminal or it does not tell.</summary>
    public static ExecTerminal Now()
    {
        foreach (var descriptor in (ReadOnlySpan<int>)[1, 2, 0])
        {
            if (Control(descriptor, GetSize, out var size) == 0 && size is { Columns: > 0, Rows: > 0 })
            {
                return new ExecTerminal(size.Columns, size.Rows);
            }
        }

        return new ExecTerminal(80, 24);
    }

    [LibraryImport("libc", EntryPoint = "ioctl")]
    private static partial int Control(int descriptor, nuint request, out Size size);

    [StructLayout(LayoutKind.Sequential)]
    private struct Size
    {
        public ushort Rows;
        public ushort Columns;
        public ushort Width;
        public ushort Height;
    }
}
