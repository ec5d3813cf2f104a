namespace Howdah.Ops.TestCharm;

/// <summary>The files of <see cref="EverythingCharm"/>.</summary>
internal static class EverythingFiles
{
    public const string MetadataYaml =
        """
        name: everything
        summary: uses all there is
        peers:
          peers: {interface: everything_peers}
        provides:
          database: {interface: postgresql_client}
        requires:
          etcd: {interface: etcd_client, limit: 1}
        containers:
          work-load:
            resource: image
            mounts:
              - {storage: data, location: /data}
        resources:
          image: {type: oci-image}
          tool: {type: file, filename: tool.txt}
        storage:
          data: {type: filesystem, location: /data}
        """;

    public const string ConfigYaml =
        """
        options:
          workers: {type: int, default: 2, description: how many}
          label: {type: string, description: a word}
          fast: {type: boolean, default: false, description: quick}
          ratio: {type: float, default: 0.5, description: some}
          ca: {type: secret, description: a secret}
        """;

    public const string ActionsYaml =
        """
        greet:
          description: says hello
          params:
            name: {type: string}
            greeting: {type: string, default: hello}
            loud: {type: boolean, default: false}
          required: [name]
        explode:
          description: throws
        """;

    public static CharmMetadata Metadata { get; } = CharmMetadataReader.Parse(MetadataYaml, ConfigYaml, ActionsYaml);
}
