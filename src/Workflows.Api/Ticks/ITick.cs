namespace Workflows.Api.Ticks;

/// <summary>Something that a service does again and again: starting what is due, removing what has expired.</summary>
public interface ITick
{
    /// <summary>Does what is due. It may be called late, and again after a crash: what was done then must not be done twice.</summary>
    Task TickAsync(DateTimeOffset now, CancellationToken cancellationToken);
}
