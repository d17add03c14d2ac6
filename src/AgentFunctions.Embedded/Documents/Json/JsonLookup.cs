namespace AgentFunctions.Embedded.Documents.Json;

/// <summary>Where a path leads in a body.</summary>
internal enum JsonLookup
{
    /// <summary>The property exists.</summary>
    Found,

    /// <summary>The parent object exists, the property does not.</summary>
    Missing,

    /// <summary>A parent is missing or no object.</summary>
    NoParent,
}
