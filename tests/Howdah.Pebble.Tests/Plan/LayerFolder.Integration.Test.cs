using Howdah.Pebble.Plan;

namespace Howdah.Pebble.Tests.Plan;

public sealed class LayerFolderIntegrationTest : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pebble-layers-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Write(string path, string content = "")
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_folder, path))!);
        File.WriteAllText(Path.Combine(_folder, path), content);
    }

    [Fact]
    public void Layers_apply_in_the_order_of_their_numbers_folders_included()
    {
        Write("020-last.yaml");
        Write("001-first.yaml");
        Write("010-middle.d/002-two.yaml");
        Write("010-middle.d/001-one.yaml");
        Write("notes.txt");
        Assert.Equal(["first:1000", "middle/one:10001", "middle/two:10002", "last:20000"], LayerFolder.Read(_folder).Select(l => $"{l.Label}:{l.Order}"));
    }

    [Fact]
    public void A_missing_folder_is_an_empty_plan() => Assert.Empty(LayerFolder.Read(Path.Combine(_folder, "nowhere")));

    [Theory]
    [InlineData("1-x.yaml", "invalid layer filename: \"1-x.yaml\" (must look like \"123-some-label.yaml\")")]
    [InlineData("001-Label.yaml", "invalid layer filename: \"001-Label.yaml\" (must look like \"123-some-label.yaml\")")]
    [InlineData("x.d/001-abc.yaml", "invalid layer sub-directory name: \"x.d\" (must look like \"123-some-label.d\")")]
    [InlineData("001-abc.d/002-def.d/x", "cannot have a layers sub-directory at this level")]
    public void A_name_of_the_wrong_form_is_refused(string path, string message)
    {
        Write(path);
        Assert.Equal(message, Assert.Throws<PlanException>(() => LayerFolder.Read(_folder)).Message);
    }

    [Theory]
    [InlineData("001-abc.yaml", "001-def.yaml")]
    [InlineData("001-abc.yaml", "002-abc.yaml")]
    public void Numbers_and_labels_are_unique(string first, string second)
    {
        Write(first);
        Write(second);
        Assert.Equal($"invalid layer filename: \"{second}\" not unique (have \"{first}\" already)", Assert.Throws<PlanException>(() => LayerFolder.Read(_folder)).Message);
    }
}
