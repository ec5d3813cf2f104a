using Howdah.Engine.Store;

namespace Howdah.Engine.Tests.Store;

public sealed class MemoryDocumentStoreTests : DocumentStoreCompliance
{
    protected override IDocumentStore Open() => new MemoryDocumentStore();
}
