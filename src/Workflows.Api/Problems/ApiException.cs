using Workflows.Core.Errors;

namespace Workflows.Api.Problems;

/// <summary>A request that gets an HTTP status of its own.</summary>
/// <param name="status">The status.</param>
/// <param name="kind">What the error means.</param>
/// <param name="message">A sentence for the caller.</param>
public sealed class ApiException(int status, ErrorKind kind, string message) : WorkflowsException(kind, message)
{
    public int Status { get; } = status;

    /// <summary>What is wrong with which field; empty where it is not a field.</summary>
    public IReadOnlyList<FieldProblem> Errors { get; init; } = [];

    /// <summary>Headers that the answer takes along.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>A request whose fields are wrong.</summary>
    public static ApiException Invalid(IReadOnlyList<FieldProblem> errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        return new(400, ErrorKind.Usage, "The request can't be carried out as it is; nothing was changed. "
            + string.Join(' ', errors.Select(error => error.Field.Length == 0 ? error.Detail : $"{error.Field}: {error.Detail}")))
        {
            Errors = errors,
        };
    }

    public static ApiException Invalid(string field, string detail) => Invalid([new(field, detail)]);
}
