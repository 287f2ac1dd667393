namespace Workflows.Kubernetes;

/// <summary>The types of a watch's events; its errors are thrown instead.</summary>
public enum WatchEventType
{
    Added,
    Modified,
    Deleted,
    Bookmark,
}
