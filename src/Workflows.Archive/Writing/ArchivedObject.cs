using Workflows.Core.Resources;

namespace Workflows.Archive.Writing;

/// <summary>What is known about an object that is about to be archived.</summary>
/// <param name="Resource">Plural and group of the list that it came from; the JSON itself only knows the kind.</param>
/// <param name="Head">Its head, read from the very bytes that are archived.</param>
public readonly record struct ArchivedObject(GroupResource Resource, ObjectHead Head)
{
    public ObjectKey Key => new(Resource, Head.Namespace, Head.Name);
}
