using Workflows.Archive.Stores;
using Workflows.Cli.Environments;
using Workflows.Cli.Errors;

namespace Workflows.Cli.Commands.Options;

/// <summary>One spelling for each store, since the names of runs are derived from it.</summary>
internal static class StoreUri
{
    /// <summary>
    /// A folder, as a path or a <c>file:</c> URI, becomes its absolute path; other addresses get their one spelling. No
    /// address that holds a credential comes past here, into journals, specs or messages.
    /// </summary>
    /// <exception cref="UsageException">The text is no file URI.</exception>
    /// <exception cref="Archive.Stores.Errors.StoreAddressException">The address is of no known kind, or holds a credential.</exception>
    public static string Normalize(string text, CliEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        if (text.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
        {
            return Uri.TryCreate(text, UriKind.Absolute, out var file) && !file.IsUnc
                ? Folder(file.LocalPath, environment)
                : throw new UsageException($"The store '{text}' is not a file URI; write file:///folder or a path.");
        }

        return text.Contains("://", StringComparison.Ordinal) ? ArchiveStores.Canonical(text) : Folder(text, environment);
    }

    private static string Folder(string path, CliEnvironment environment) =>
        Path.TrimEndingDirectorySeparator(Path.GetFullPath(path, environment.CurrentDirectory));
}
