using System.CommandLine;
using System.Text;
using Workflows.Cli.Errors;
using Workflows.Core.Plans;

namespace Workflows.Cli.Commands.Catalog;

/// <summary>The files of declared resources that a command is given.</summary>
internal sealed class ResourceFiles
{
    private const string StandardInput = "-";

    /// <summary>More than the reader takes of one file, in bytes.</summary>
    private const int MaxBytes = 8 * 1024 * 1024;

    private static readonly string[] Extensions = [".yaml", ".yml", ".json"];

    private readonly Option<string[]> files = new("--filename", "-f")
    {
        Description = "A file of clusters, plans and schedules, in YAML or JSON, a folder of such files, or - for standard input. "
            + "May be given several times.",
        HelpName = "FILE",
        Required = true,
    };

    public void AddTo(Command command)
    {
        ArgumentNullException.ThrowIfNull(command);
        command.Options.Add(files);
    }

    /// <summary>Reads all that is declared in the files that are meant.</summary>
    /// <exception cref="PlanException">Something in them is wrong; every problem of every file is told.</exception>
    /// <exception cref="UsageException">A file is not there, or nothing is declared in any.</exception>
    public async Task<IReadOnlyList<DeclaredResource>> ReadAsync(CommandContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var texts = new List<PlanText>();
        foreach (var named in (context.Parse.GetValue(files) ?? []).Distinct(StringComparer.Ordinal))
        {
            if (named == StandardInput)
            {
                texts.Add(new PlanText("standard input", await context.Environment.In.ReadToEndAsync(cancellationToken)));
                continue;
            }

            foreach (var path in Expand(Path.GetFullPath(named, context.Environment.CurrentDirectory), named))
            {
                texts.Add(new PlanText(path.Name, await ReadFileAsync(path.File, path.Name, cancellationToken)));
            }
        }

        return PlanReader.ReadDeclared(texts) is { Count: > 0 } declared
            ? declared
            : throw new UsageException("Nothing is declared in what --filename names.");
    }

    private static IEnumerable<(string File, string Name)> Expand(string path, string named) => Directory.Exists(path)
        ? Directory.EnumerateFiles(path)
            .Where(file => Extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal)
            .Select(file => (file, Path.Combine(named, Path.GetFileName(file))))
        : [(path, named)];

    private static async Task<string> ReadFileAsync(string path, string name, CancellationToken cancellationToken)
    {
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > MaxBytes })
            {
                throw new UsageException($"{name} is longer than {MaxBytes} bytes, the most that it may be.");
            }

            var bytes = await File.ReadAllBytesAsync(path, cancellationToken);
            return new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(bytes).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            throw new UsageException($"{name} is not UTF-8 text.");
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UsageException($"There is no file {name}.");
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new LocalFileException($"{name} can't be read: {refused.Message}", refused);
        }
    }
}
