namespace Workflows.Cli.Errors;

/// <summary>Something wrong in a file that was given.</summary>
/// <param name="File">The file, as it was named.</param>
/// <param name="Line">Where, from 1; absent for the whole file.</param>
/// <param name="Field">The field; absent for a whole document.</param>
/// <param name="Message">What, as a sentence.</param>
internal sealed record FileProblem(string File, long? Line, string? Field, string Message)
{
    public override string ToString() =>
        $"{File}{(Line is null ? "" : $", line {Line}")}{(Field is null ? "" : $", {Field}")}: {Message}";
}
