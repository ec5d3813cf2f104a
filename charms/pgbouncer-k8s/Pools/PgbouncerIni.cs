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
        server_tls_sslmode = {(VerifiesMembers ? "verify-full" : "prefer")}
        server_tls_ca_file = {WorkloadPaths.Authorities}
        ignore_startup_parameters = extra_float_digits,options
        log_connections = 0
        log_disconnections = 0

        """;

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
