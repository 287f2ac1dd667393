namespace Workflows.Cli.Output;

/// <summary>The form of what a command writes on standard output.</summary>
internal enum OutputFormat
{
    /// <summary>For people: tables and sentences; not a contract.</summary>
    Table,

    /// <summary>For machines: the documents of docs/cli-output.md.</summary>
    Json,

    /// <summary>The same documents as YAML.</summary>
    Yaml,
}
