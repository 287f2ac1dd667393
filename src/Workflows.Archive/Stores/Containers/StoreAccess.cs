namespace Workflows.Archive.Stores.Containers;

/// <summary>What a <see cref="StoreGrant"/> lets its holder do in one container, and nothing beside it.</summary>
public enum StoreAccess
{
    /// <summary>Write blobs under names that are free: no reading, listing, replacing or deleting.</summary>
    CreateOnly,

    /// <summary>Read blobs whose names are known: no listing, no change.</summary>
    ReadOnly,
}
