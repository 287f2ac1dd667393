using System.Text.Json;
using System.Text.Json.Serialization;
using Workflows.Benchmarks.Measuring;

namespace Workflows.Benchmarks.Output;

/// <summary>The results for programs: an array, one object per line of the table.</summary>
internal static class ResultJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new TargetConverter() },
    };

    public static async Task WriteAsync(
        string file, IReadOnlyList<Measurement> measurements, CancellationToken cancellationToken)
    {
        await using var stream = File.Create(file);
        await JsonSerializer.SerializeAsync(stream, measurements, Options, cancellationToken);
    }

    /// <summary>A target as people write it, <c>&gt;= 0.8</c>: the direction belongs to it.</summary>
    private sealed class TargetConverter : JsonConverter<Target>
    {
        public override Target Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("Results are written here, never read.");

        public override void Write(Utf8JsonWriter writer, Target value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());
    }
}
