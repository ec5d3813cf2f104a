using Howdah.Ops.TestCharm;

namespace Howdah.Ops.Tests.Metadata;

public sealed class CharmMetadataReaderTests
{
    [Fact]
    public void All_that_the_files_declare_is_read()
    {
        var metadata = EverythingFiles.Metadata;

        Assert.Equal("everything", metadata.Name);
        Assert.Equal(new EndpointMetadata("etcd", EndpointRole.Requirer, "etcd_client") { Limit = 1 },
            metadata.Endpoints["etcd"]);
        Assert.Equal(EndpointRole.Peer, metadata.Endpoints["peers"].Role);
        Assert.Equal([new MountMetadata("data", "/data")], metadata.Containers["work-load"].Mounts);
        Assert.Equal(new StorageMetadata("data", "filesystem") { Location = "/data" }, metadata.Storages["data"]);
        Assert.Equal("tool.txt", metadata.Resources["tool"].Filename);
        Assert.Equal(new OptionMetadata("workers", "int", "2", "how many"), metadata.Options["workers"]);
        Assert.Equal(["name"], metadata.Actions["greet"].Required);
        Assert.Equal("hello", metadata.Actions["greet"].Parameters["greeting"].Default);
    }

    [Fact]
    public void The_short_form_of_a_relation_is_its_interface()
    {
        var metadata = CharmMetadataReader.Parse("name: x\nrequires: {db: mysql}");

        Assert.Equal(new EndpointMetadata("db", EndpointRole.Requirer, "mysql"), metadata.Endpoints["db"]);
    }

    [Theory]
    [InlineData("summary: no name", "has no name")]
    [InlineData("name: [", "metadata.yaml is not YAML")]
    [InlineData("name: x\nrequires: {db: {limit: 1}}", "\"db\" has no interface")]
    [InlineData("name: x\nrequires: {db: a}\nprovides: {db: a}", "\"db\" twice")]
    public void A_wrong_file_says_what_is_wrong(string yaml, string expected) =>
        Assert.Contains(expected, Assert.Throws<FormatException>(() => CharmMetadataReader.Parse(yaml)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void An_option_needs_a_type() => Assert.Equal(
        "Incorrectly formatted config in YAML, option o is expected to declare a `type`.",
        Assert.Throws<FormatException>(() => CharmMetadataReader.Parse("name: x", "options: {o: {default: 1}}").Options).Message);

    [Fact]
    public void Options_may_be_null() => Assert.Empty(CharmMetadataReader.Parse("name: x", "options:\n").Options);
}
