using System.Net.Mime;
using System.Text.Json;
using Workflows.Api.Http;
using Workflows.Api.Problems;
using Workflows.Core.Errors;
using Workflows.Core.Plans;
using Workflows.Core.Plans.Reading;

namespace Workflows.Api.Reading;

/// <summary>Reads the bodies of requests, by the same fields as plans are read by, and tells all that is wrong at once.</summary>
internal static class JsonBody
{
    private const int Depth = 32;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = Depth, AllowDuplicateProperties = false };

    /// <exception cref="ApiException">There is no JSON object, it is too long, or its fields are wrong.</exception>
    public static async Task<T> ReadAsync<T>(
        ApiRequest request, int limit, Func<FieldReader, T> read, CancellationToken cancellationToken)
    {
        var body = await ReadJsonAsync(request, limit, cancellationToken)
            ?? throw ApiException.Invalid("", "A JSON object is expected as the body, and there is none.");
        if (PlanJson.Read(body) is not PlanMapping mapping)
        {
            throw ApiException.Invalid("", "A JSON object is expected as the body.");
        }

        var problems = new List<PlanProblem>();
        var value = FieldReader.Read(mapping, "", problems, read);
        return problems.Count == 0
            ? value
            : throw ApiException.Invalid([.. problems.Select(problem => new FieldProblem(problem.Field, problem.Text))]);
    }

    /// <summary>The body's JSON; null where there is no body.</summary>
    /// <exception cref="ApiException">It is too long, or no JSON.</exception>
    public static async Task<JsonElement?> ReadJsonAsync(ApiRequest request, int limit, CancellationToken cancellationToken)
    {
        var bytes = await ReadBytesAsync(request, limit, cancellationToken);
        if (bytes.Length == 0)
        {
            return null;
        }

        if (!IsJson(request.ContentType))
        {
            throw new ApiException(415, ErrorKind.Usage, "The body is taken as application/json only.");
        }

        try
        {
            using var document = JsonDocument.Parse(bytes, Strict);
            return document.RootElement.Clone();
        }
        catch (JsonException malformed)
        {
            throw ApiException.Invalid("", malformed.LineNumber is { } line
                ? $"The body is no JSON that can be read: line {line + 1}, byte {malformed.BytePositionInLine + 1}."
                : "The body is no JSON that can be read: a field stands in it twice.");
        }
    }

    /// <summary>The body's bytes; none where there is no body.</summary>
    /// <exception cref="ApiException">It is too long, or broke off.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadBytesAsync(ApiRequest request, int limit, CancellationToken cancellationToken)
    {
        if (request.ContentLength > limit)
        {
            throw TooLong(limit);
        }

        using var buffer = new MemoryStream();
        var piece = new byte[8192];
        try
        {
            int read;
            while ((read = await request.Body.ReadAsync(piece, cancellationToken)) > 0)
            {
                if (buffer.Length + read > limit)
                {
                    throw TooLong(limit);
                }

                buffer.Write(piece, 0, read);
            }
        }
        catch (IOException)
        {
            throw ApiException.Invalid("", "The body broke off, or is no HTTP.");
        }

        return buffer.ToArray();
    }

    private static ApiException TooLong(int limit) => new(413, ErrorKind.Usage, $"The body is longer than {limit} bytes.");

    private static bool IsJson(string? contentType)
    {
        try
        {
            return contentType is not null
                && new ContentType(contentType).MediaType.Equals(MediaTypeNames.Application.Json, StringComparison.OrdinalIgnoreCase);
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
