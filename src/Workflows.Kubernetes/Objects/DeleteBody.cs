using System.Buffers;
using System.Text.Json;

namespace Workflows.Kubernetes.Objects;

/// <summary>The API's <c>DeleteOptions</c>, which travels as the body of a DELETE.</summary>
internal static class DeleteBody
{
    public static ReadOnlyMemory<byte>? Write(DeleteOptions? options)
    {
        if (options is null || options == new DeleteOptions())
            return null;
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        writer.WriteString("kind"u8, "DeleteOptions"u8);
        writer.WriteString("apiVersion"u8, "v1"u8);
        if (options.Uid is not null || options.ResourceVersion is not null)
        {
            writer.WriteStartObject("preconditions"u8);
            if (options.Uid is { } uid)
                writer.WriteString("uid"u8, uid);
            if (options.ResourceVersion is { } version)
                writer.WriteString("resourceVersion"u8, version);
            writer.WriteEndObject();
        }

        if (options.Propagation is { } propagation)
            writer.WriteString("propagationPolicy"u8, propagation.ToString());
        if (options.GracePeriodSeconds is { } seconds)
            writer.WriteNumber("gracePeriodSeconds"u8, seconds);
        if (options.DryRun)
        {
            writer.WriteStartArray("dryRun"u8);
            writer.WriteStringValue("All"u8);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }
}
