using System.Runtime.InteropServices;

namespace Workflows.Kubernetes.Streams;

/// <summary>Some bytes of a channel's message.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ChannelChunk(byte Channel, int Count, bool EndOfMessage);
