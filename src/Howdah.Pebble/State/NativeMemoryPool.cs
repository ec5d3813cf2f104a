using System.Buffers;
using System.Runtime.InteropServices;

namespace Howdah.Pebble.State;

/// <summary>
/// Memory from the C library for what is large and soon free again, such as the state at every step of every change: the runtime's
/// own pool would keep as much as was ever lent, and that is a tenth of what the daemon takes.
/// </summary>
internal sealed class NativeMemoryPool : MemoryPool<byte>
{
    private const int Default = 4096;

    public static NativeMemoryPool Instance { get; } = new();

    public override int MaxBufferSize => int.MaxValue;

    public override IMemoryOwner<byte> Rent(int minBufferSize = -1) => new Block(minBufferSize < 0 ? Default : minBufferSize);

    protected override void Dispose(bool disposing)
    {
    }

    private sealed unsafe class Block(int length) : MemoryManager<byte>
    {
        private byte* _start = (byte*)NativeMemory.Alloc((nuint)length);

        public override Span<byte> GetSpan() => new(_start, length);

        public override MemoryHandle Pin(int elementIndex = 0) => new(_start + elementIndex);

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
            NativeMemory.Free(_start);
            _start = null;
        }
    }
}
