using System.Diagnostics;

namespace Workflows.Core.Tests.Schedules;

/// <summary>Debian's croniter, an independent reader of cron expressions, run once for many questions.</summary>
internal static class Croniter
{
    /// <summary>Debian's own interpreter: another one on the path would not see Debian's packages.</summary>
    private const string Python = "/usr/bin/python3";

    private const string Format = "yyyy-MM-dd'T'HH:mm";

    /// <summary>Why it can't be asked; null when it can.</summary>
    public static string? WhyNot { get; } = !File.Exists(Python) || Run(["-c", "import croniter, zoneinfo"], "").ExitCode != 0
        ? "Needs Debian's python3-croniter, which tests/run.sh installs where it may (apt install python3-croniter)."
        : null;

    /// <summary>The times due for each question, in the questions' order; null where croniter reads another language.</summary>
    public static DateTimeOffset[]?[] Answer(IEnumerable<CronQuestion> questions)
    {
        var lines = questions.Select(question => string.Join(
            '\t', question.Expression, question.Zone, question.From.ToString(Format), question.To.ToString(Format)));
        var script = Path.Combine(AppContext.BaseDirectory, "due_times.py");

        var (exitCode, output, errors) = Run([script], string.Join('\n', lines) + "\n");

        return exitCode == 0
            ? [.. output.Split('\n')[..^1].Select(Instants)]
            : throw new InvalidOperationException($"croniter ended with {exitCode}: {errors}");
    }

    private static DateTimeOffset[]? Instants(string line) => line == "-"
        ? null
        : [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(text => new DateTimeOffset(DateTime.Parse(text), TimeSpan.Zero))];

    private static (int ExitCode, string Output, string Errors) Run(string[] arguments, string input)
    {
        var start = new ProcessStartInfo(Python, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        process.WaitForExit();
        return (process.ExitCode, output.Result, errors.Result);
    }
}
