using System.Globalization;

namespace Howdah.Charms.PgbouncerK8s.Pools;

/// <summary>What <c>pgbouncer.ini</c> says.</summary>
internal sealed record PgbouncerIni
{
    /// <summary>The address to listen on.</summary>
    internal required string Address { get; init; }

    /// <summary><c>transaction</c>, <c>statement</c> or <c>session</c>.</summary>
    internal required string PoolMode { get; init; }

    /// <summary>The sizes of the pools.</summary>
    internal required PoolSizes Sizes { get; init; }

    /// <summary>How many clients may be connected.</summary>
    internal required long MaxClients { get; init; }

    /// <summary>After how many seconds a query that got no connection fails.</summary>
    internal required long QueryWaitSeconds { get; init; }

    /// <summary>Whether the members have certificates, of the authorities in <see cref="WorkloadPaths.Authorities"/>.</summary>
    internal bool VerifiesMembers { get; init; }

    /// <summary>Whether clients have to use TLS, with <see cref="WorkloadPaths.Certificate"/>.</summary>
    internal bool HasCertificate { get; init; }

    /// <summary>The file's text. See https://www.pgbouncer.org/config.html.</summary>
    internal string Render() =>
        $"""
        [databases]
        %include {WorkloadPaths.Databases}

        [pgbouncer]
        listen_addr = {Address}
        listen_port = {WorkloadPaths.Port}
        listen_backlog = 1024
        unix_socket_dir = {WorkloadPaths.Sockets}
        auth_type = scram-sha-256
        auth_file = {WorkloadPaths.Users}
        auth_query = select username, password from pooler.find_user($1)
        pool_mode = {PoolMode}
        max_client_conn = {Text(MaxClients)}
        default_pool_size = {Text(Sizes.Size)}
        reserve_pool_size = {Text(Sizes.Reserve)}
        reserve_pool_timeout = 1
        query_wait_timeout = {Text(QueryWaitSeconds)}
        server_login_retry = 0.1
        server_connect_timeout = 2
        {ServerTls}
        {ClientTls}
        ignore_startup_parameters = extra_float_digits,options
        log_connections = 0
        log_disconnections = 0

        """;

    private string ServerTls => VerifiesMembers
        ? $"""
           server_tls_sslmode = verify-full
           server_tls_ca_file = {WorkloadPaths.Authorities}
           """
        : "server_tls_sslmode = prefer";

    // Without a file of CAs PgBouncer looks for the machine's, which a container need not have, and keeps its former settings.
    private string ClientTls => HasCertificate
        ? $"""
           client_tls_sslmode = require
           client_tls_ca_file = {WorkloadPaths.OwnAuthorities}
           client_tls_cert_file = {WorkloadPaths.Certificate}
           client_tls_key_file = {WorkloadPaths.PrivateKey}
           """
        : "client_tls_sslmode = disable";

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
