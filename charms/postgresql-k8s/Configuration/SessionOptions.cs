using static Howdah.Charms.PostgresqlK8s.Configuration.Option;

namespace Howdah.Charms.PostgresqlK8s.Configuration;

/// <summary>The groups <c>logging</c>, <c>request</c>, <c>response</c> and <c>session</c>: what a client's session starts with.</summary>
internal static class SessionOptions
{
    private const string Locale = "a locale of the container";

    internal static IReadOnlyList<Option> All { get; } =
    [
        Choice("logging_client_min_messages", "notice", ["debug5", "debug4", "debug3", "debug2", "debug1", "log", "notice", "warning", "error"],
            "Which messages a client gets."),
        Switch("logging_log_connections", true, "New connections are logged."),
        Switch("logging_log_disconnections", true, "The ends of connections are logged."),
        Switch("logging_log_lock_waits", false, "Waiting for a lock longer than the deadlock timeout is logged."),
        Integer("logging_log_min_duration_statement", -1, -1, int.MaxValue, "ms", "Statements that take this long are logged; -1 none."),
        Choice("logging_track_functions", "none", ["none", "pl", "all"], "Which functions are counted and timed."),
        Switch("request_array_nulls", true, "NULL without quotes in an array's text is a null."),
        Choice("request_backslash_quote", "safe_encoding", ["safe_encoding", "on", "off"], "Whether a backslash may quote a quote in a text."),
        Text("request_date_style", "ISO, MDY", "a style and an order such as ISO, DMY", "How dates are written, and read when in doubt.").Sets("DateStyle"),
        Integer("request_deadlock_timeout", 1000, 1, int.MaxValue, "ms", "How long a lock is waited for before a deadlock is looked for."),
        Switch("request_default_transaction_deferrable", false, "Serializable read-only transactions wait until they cannot fail."),
        Choice("request_default_transaction_isolation", "read committed",
            ["serializable", "repeatable read", "read committed", "read uncommitted"], "What transactions see of others."),
        Switch("request_default_transaction_read_only", false, "Transactions cannot write unless they say so."),
        Switch("request_escape_string_warning", true, "A backslash in a text without E is warned about."),
        Integer("request_lock_timeout", 0, 0, int.MaxValue, "ms", "How long a statement waits for a lock; 0 for ever."),
        Switch("request_standard_conforming_strings", true, "A backslash in a text is a backslash."),
        Text("request_time_zone", "UTC", "NAME of pg_timezone_names", "In which times are shown, and read when they name none.").Sets("TimeZone"),
        Integer("request_track_activity_query_size", 1024, 100, 1_048_576, "bytes", "How much of a running query's text can be seen.").Restarting(),
        Switch("request_transform_null_equals", false, "x = NULL is taken for x IS NULL."),
        Choice("request_xmlbinary", "base64", ["base64", "hex"], "How binary values are written in XML."),
        Choice("request_xmloption", "content", ["content", "document"], "What a text turned into XML has to be."),
        Choice("response_bytea_output", "hex", ["escape", "hex"], "How binary values are written."),
        Switch("response_exit_on_error", false, "An error ends the session."),
        Integer("response_extra_float_digits", 1, -15, 3, "digits", "How exactly numbers are written; from 1 on, exactly."),
        Integer("response_gin_fuzzy_search_limit", 0, 0, int.MaxValue, "rows", "About how many rows a GIN index returns; 0 all."),
        Text("response_lc_monetary", "C", Locale, "How amounts of money are written."),
        Text("response_lc_numeric", "C", Locale, "How to_char writes numbers."),
        Text("response_lc_time", "C", Locale, "How to_char writes names of days and months."),
        Integer("session_idle_in_transaction_session_timeout", 0, 0, int.MaxValue, "ms", "How long a transaction may stand idle; 0 for ever."),
    ];
}
