using Howdah.Charms.PostgresqlK8s.Configuration;

namespace Howdah.Charms.Tests.Configuration;

public sealed class OptionsTest
{
    public static TheoryData<string> Names => [.. Options.All.Select(o => o.Name)];

    [Fact]
    public void The_names_are_those_that_users_of_the_original_know()
    {
        Assert.Equal(186, Options.All.Count(o => o != GeneralOptions.SystemUsers));
        Assert.Equal(53, Options.All.Count(o => o.Name.StartsWith("plugin_", StringComparison.Ordinal)));
        Assert.Equal(Options.All.Count, Options.All.Select(o => o.Name).Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_option_takes_its_default_and_its_bounds_and_nothing_beyond(string name)
    {
        var option = Find(name);

        Assert.True(option.Default is null || option.Accepts(option.Default));
        foreach (var (value, isAllowed) in OptionBounds.Of(option))
        {
            Assert.True(option.Accepts(value) == isAllowed, $"{name} = {value}");
            Assert.True(isAllowed || SettingsCheck.Of(With(name, value), Machine) is [{ Option: var refused }] && refused == name, $"{name} = {value}");
        }
    }

    [Fact]
    public void A_refusal_says_option_value_and_what_is_allowed()
    {
        var refusal = Assert.Single(SettingsCheck.Of(With("connection_authentication_timeout", "0"), Machine));

        Assert.Equal("connection_authentication_timeout is '0'; allowed: 1 to 600 s", refusal.Text);
        Assert.Equal("connection_authentication_timeout", refusal.Option);
    }

    [Theory]
    [InlineData("cpu_max_worker_processes", "41", "cpu_max_worker_processes is '41'; allowed: auto, or 2 to 40 (ten for each of 4 cores)")]
    [InlineData("memory_shared_buffers", "52428801", "memory_shared_buffers is '52428801'; allowed: 16 to 419430 pages of 8 kB, which is 40 % of the memory")]
    [InlineData("plugin_postgis_raster_enable", "true",
        "plugin_postgis_raster_enable is true, but plugin_postgis_enable is false; postgis_raster needs postgis: switch it on too")]
    public void What_does_not_go_together_is_refused(string name, string value, string text) =>
        Assert.Equal(text, Assert.Single(SettingsCheck.Of(With(name, value), Machine)).Text);

    [Fact]
    public void Two_options_for_one_parameter_may_not_differ()
    {
        var settings = With("logging_track_functions", "pl").With(CharmFiles.Data(("optimizer_track_functions", "all")));

        Assert.Equal(
            "logging_track_functions is 'pl' and optimizer_track_functions is 'all'; both set track_functions: leave one at its default",
            Assert.Single(SettingsCheck.Of(settings, Machine)).Text);
        Assert.Equal("pl", PostgresqlParameters.Of(With("logging_track_functions", "pl"), Machine)["track_functions"]);
        Assert.Equal("all", PostgresqlParameters.Of(With("optimizer_track_functions", "all"), Machine)["track_functions"]);
    }

    [Fact]
    public void The_files_that_come_from_the_options_are_current()
    {
        Golden.Equal(Path.Combine(Programs.Root, "charms/postgresql-k8s/config.yaml"), ConfigYaml.Render());
        Golden.Equal(Path.Combine(Programs.Root, "docs/reference/options.md"), OptionsPage.Render());
    }

    private static Resources Machine { get; } = new(8L << 30, 4);

    private static Option Find(string name) => Options.All.Single(o => string.Equals(o.Name, name, StringComparison.Ordinal));

    private static Settings With(string name, string value) => new(CharmFiles.Data((name, value)));
}
