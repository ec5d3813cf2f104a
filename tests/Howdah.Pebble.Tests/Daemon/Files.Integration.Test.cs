using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Howdah.Pebble.Client;
using Howdah.Pebble.Tests.Identities;

namespace Howdah.Pebble.Tests.Daemon;

public sealed class FilesIntegrationTest
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65_536)]
    [InlineData(3_000_001)]
    public async Task What_is_pushed_is_pulled(int size)
    {
        await using var daemon = await TestDaemon.StartAsync();
        var content = new byte[size];
        new Random(size).NextBytes(content);
        var path = Path.Combine(daemon.Files, "a \"b\"\\c");
        await daemon.Client.PushAsync(path, new MemoryStream(content));
        Assert.Equal(content, await File.ReadAllBytesAsync(path));
        await using var pulled = await daemon.Client.PullAsync(path);
        using var copy = new MemoryStream();
        await pulled.CopyToAsync(copy);
        Assert.Equal(content, copy.ToArray());
    }

    [Fact]
    public async Task A_large_file_does_not_fill_the_memory()
    {
        const int Size = 200 * 1024 * 1024;
        await using var daemon = await TestDaemon.StartAsync();
        var path = Path.Combine(daemon.Files, "large");
        await daemon.Client.PushAsync(path, new Zeros(Size));
        Assert.Equal(Size, new FileInfo(path).Length);
        await using (var pulled = await daemon.Client.PullAsync(path))
        {
            var buffer = new byte[1 << 20];
            long total = 0;
            while (await pulled.ReadAsync(buffer) is var count and > 0) total += count;
            Assert.Equal(Size, total);
        }
        var peak = File.ReadLines($"/proc/{daemon.Process.Id}/status").Single(l => l.StartsWith("VmHWM", StringComparison.Ordinal));
        Assert.True(int.Parse(peak.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) < 150 * 1024, peak);
    }

    [Fact]
    public async Task A_pull_that_is_dropped_half_way_disturbs_nothing()
    {
        await using var daemon = await TestDaemon.StartAsync();
        var path = Path.Combine(daemon.Files, "large");
        await daemon.Client.PushAsync(path, new Zeros(20 * 1024 * 1024));
        await using (var pulled = await daemon.Client.PullAsync(path)) await pulled.ReadExactlyAsync(new byte[1024]);
        Assert.Equal("v1.32.1", (await daemon.Client.GetSystemInfoAsync()).Version);
    }

    [Fact]
    public async Task Permissions_are_exact_whatever_the_umask()
    {
        await using var daemon = await TestDaemon.StartAsync();
        var (file, folder) = (Path.Combine(daemon.Files, "f"), Path.Combine(daemon.Files, "d"));
        await daemon.Client.PushAsync(file, "x", new PathOptions { Permissions = (UnixFileMode)0x190 });
        Assert.Equal((UnixFileMode)0x190, File.GetUnixFileMode(file));
        await daemon.Client.MakeDirectoryAsync(folder, new PathOptions { Permissions = (UnixFileMode)0x1FF });
        Assert.Equal((UnixFileMode)0x1FF, File.GetUnixFileMode(folder));
        Assert.Equal("620", (await daemon.Client.ListFilesAsync(file))[0].PermissionsText);
    }

    [Fact]
    public async Task A_link_is_replaced_by_the_file_and_nothing_temporary_stays()
    {
        await using var daemon = await TestDaemon.StartAsync();
        var link = Path.Combine(daemon.Files, "link");
        File.CreateSymbolicLink(link, "/etc/passwd");
        await daemon.Client.PushAsync(link, "new");
        Assert.Equal("new", await File.ReadAllTextAsync(link));
        Assert.Null(new FileInfo(link).LinkTarget);
        Assert.Equal(["link"], Directory.GetFiles(daemon.Files).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("x", "paths must be absolute, got \"x\"", "generic-file-error")]
    [InlineData("/nowhere/f", "no such file or directory", "not-found")]
    [InlineData("/etc/passwd/f", "not a directory", "generic-file-error")]
    public async Task A_push_that_fails_says_why(string path, string message, string kind)
    {
        await using var daemon = await TestDaemon.StartAsync();
        var failure = await Assert.ThrowsAsync<PebblePathException>(() => daemon.Client.PushAsync(path, "x"));
        Assert.Equal(kind, failure.Kind);
        Assert.EndsWith(message, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1000")]
    [InlineData("-01")]
    [InlineData("8")]
    public async Task Permissions_of_the_wrong_form_are_refused(string permissions)
    {
        await using var daemon = await TestDaemon.StartAsync();
        var (_, body) = await daemon.SendAsync(HttpMethod.Post, "/v1/files", $$"""{"action":"make-dirs","dirs":[{"path":"{{daemon.Files}}/d","permissions":"{{permissions}}"}]}""");
        var error = body.GetProperty("result")[0].GetProperty("error");
        Assert.Equal($"permissions must be a 3-digit octal string, got \"{permissions}\"", error.GetProperty("message").GetString());
        Assert.Equal("generic-file-error", error.GetProperty("kind").GetString());
    }

    [Fact]
    public async Task Missing_folders_are_made_when_asked()
    {
        await using var daemon = await TestDaemon.StartAsync();
        var path = Path.Combine(daemon.Files, "a", "b", "f");
        await daemon.Client.PushAsync(path, "x", new PathOptions { MakeParents = true });
        Assert.Equal((UnixFileMode)0x1ED, File.GetUnixFileMode(Path.Combine(daemon.Files, "a")));
        await daemon.Client.MakeDirectoryAsync(Path.Combine(daemon.Files, "a", "b"), new PathOptions { MakeParents = true });
        async Task<string> RefusedAsync(string folder) =>
            (await Assert.ThrowsAsync<PebblePathException>(() => daemon.Client.MakeDirectoryAsync(folder))) is var e ? $"{e.Kind} {e.Message}" : "";
        Assert.Equal($"generic-file-error mkdir {daemon.Files}/a: file exists", await RefusedAsync($"{daemon.Files}/a"));
        Assert.Equal($"not-found mkdir {daemon.Files}/x/y.mkdir-new: no such file or directory", await RefusedAsync($"{daemon.Files}/x/y"));
        Assert.EndsWith("not a directory", await RefusedAsync($"{path}/y"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Removing_takes_files_empty_folders_and_trees_when_asked()
    {
        await using var daemon = await TestDaemon.StartAsync();
        var folder = Path.Combine(daemon.Files, "d");
        Directory.CreateDirectory(Path.Combine(folder, "inner"));
        File.CreateSymbolicLink(Path.Combine(folder, "link"), "/etc");
        async Task<string> RefusedAsync(string path, bool recursive) =>
            (await Assert.ThrowsAsync<PebblePathException>(() => daemon.Client.RemovePathAsync(path, recursive))) is var e ? $"{e.Kind} {e.Message}" : "";
        Assert.Equal($"generic-file-error remove {folder}: directory not empty", await RefusedAsync(folder, false));
        await daemon.Client.RemovePathAsync(folder, recursive: true);
        Assert.False(Directory.Exists(folder));
        Assert.True(File.Exists("/etc/passwd"));
        Assert.Equal($"not-found remove {folder}: no such file or directory", await RefusedAsync(folder, false));
        await daemon.Client.RemovePathAsync(folder, recursive: true);
    }

    [Fact]
    public async Task Listing_describes_what_is_there()
    {
        await using var daemon = await TestDaemon.StartAsync();
        await File.WriteAllTextAsync(Path.Combine(daemon.Files, "b.txt"), "12345");
        await File.WriteAllTextAsync(Path.Combine(daemon.Files, "a.txt"), "");
        Directory.CreateDirectory(Path.Combine(daemon.Files, "sub"));
        File.CreateSymbolicLink(Path.Combine(daemon.Files, "link"), "sub");
        var all = await daemon.Client.ListFilesAsync(daemon.Files);
        Assert.Equal(["a.txt:file:0", "b.txt:file:5", "link:symlink:", "sub:directory:"], all.Select(f => $"{f.Name}:{f.Type}:{f.Size}"));
        Assert.Equal(["a.txt", "b.txt"], (await daemon.Client.ListFilesAsync(daemon.Files, "*.txt")).Select(f => f.Name));
        Assert.Equal(daemon.Files, Assert.Single(await daemon.Client.ListFilesAsync(daemon.Files, itself: true)).Path);
        Assert.Equal(new RemoteFile("/", "/", "directory").Name, (await daemon.Client.ListFilesAsync("/", itself: true))[0].Name);
        Assert.Equal(Environment.UserName, all[0].User);
    }

    [Theory]
    [InlineData("?action=list", "400 must specify path")]
    [InlineData("?action=list&path=x", "400 path must be absolute, got \"x\"")]
    [InlineData("?action=list&path=/not/existing/", "404 stat /not/existing/: no such file or directory")]
    [InlineData("?action=list&path=/etc&pattern=[", "400 syntax error in pattern")]
    [InlineData("?action=list&path=/etc&itself=x", "400 itself parameter must be \"true\" or \"false\"")]
    [InlineData("?action=read", "400 must specify one or more paths")]
    [InlineData("?action=read&path=/etc/passwd", "400 must accept multipart/form-data")]
    [InlineData("?action=x", "400 invalid action \"x\"")]
    public async Task Requests_that_make_no_sense_are_refused(string query, string message)
    {
        await using var daemon = await TestDaemon.StartAsync();
        Assert.Equal(message, await daemon.RefusedAsync(HttpMethod.Get, "/v1/files" + query));
    }

    [Fact]
    public async Task Pulling_what_is_no_file_says_why()
    {
        await using var daemon = await TestDaemon.StartAsync();
        async Task<string> RefusedAsync(string path) => (await Assert.ThrowsAsync<PebblePathException>(() => daemon.Client.PullAsync(path))) is var e ? $"{e.Kind} {e.Message}" : "";
        Assert.Equal("not-found stat /nowhere: no such file or directory", await RefusedAsync("/nowhere"));
        Assert.Equal("generic-file-error can only read a regular file: \"/etc\"", await RefusedAsync("/etc"));
        Assert.Equal("generic-file-error paths must be absolute, got \"x\"", await RefusedAsync("x"));
    }

    [Fact]
    public async Task A_body_that_is_not_multipart_is_refused()
    {
        await using var daemon = await TestDaemon.StartAsync();
        Assert.Equal("400 must use multipart with \"write\" action", await daemon.RefusedAsync(HttpMethod.Post, "/v1/files", """{"action":"write"}"""));
        Assert.Equal("400 invalid action \"x\"", await daemon.RefusedAsync(HttpMethod.Post, "/v1/files", """{"action":"x"}"""));
    }

    [Fact]
    public async Task Content_with_a_line_that_begins_as_the_boundary_and_goes_on_is_refused()
    {
        await using var daemon = await TestDaemon.StartAsync();
        var boundary = new string('b', 32);
        var path = Path.Combine(daemon.Files, "f");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/files")
        {
            Content = new StringContent($$"""
                --{{boundary}}
                Content-Disposition: form-data; name="request"

                {"action":"write","files":[{"path":"{{path}}"}]}
                --{{boundary}}
                Content-Disposition: form-data; name="files"; filename="{{path}}"

                x
                --{{boundary}}{{new string('x', 200)}}
                --{{boundary}}--

                """.ReplaceLineEndings("\r\n")),
        };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse($"multipart/form-data; boundary={boundary}");
        using var client = Callers.Unix(daemon.Socket);
        using var response = await client.SendAsync(request);
        var result = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("result")[0];
        Assert.StartsWith($"write {path}: ", result.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(daemon.Files));
    }

    /// <summary>A stream of zeros of a given length.</summary>
    private sealed class Zeros(long length) : Stream
    {
        private long _left = length;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var given = (int)Math.Min(count, _left);
            Array.Clear(buffer, offset, given);
            _left -= given;
            return given;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
