namespace Workflows.Volumes.Handover;

/// <summary>What a mover bears with from whoever speaks to it.</summary>
public sealed record HandoverLimits
{
    /// <summary>What a header may have: ten thousand keys have room in it.</summary>
    public const int MaxHeaderBytes = 4 << 20;

    /// <summary>What an answer may have, its end of line included.</summary>
    public const int MaxAnswerBytes = 64 << 10;

    /// <summary>How long nothing may come. The sender may itself be waiting for a store.</summary>
    public TimeSpan Quiet { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long all of it may take.</summary>
    public TimeSpan Whole { get; init; } = TimeSpan.FromHours(1);

    /// <summary>What may follow a header: the entries of a hundred million files, packed, are less.</summary>
    public long MaxContentBytes { get; init; } = 64L << 30;
}
