using System.Collections.Frozen;
using AgentFunctions.Core.Errors;

namespace AgentFunctions.Core.Activity.Recording;

/// <summary>The codes that refusals are counted by: a fixed list, so that what others invent cannot make counters grow. Codes are stored by name.</summary>
internal static class RefusalCodes
{
    public const string Other = "other";

    public static IReadOnlyList<string> Names { get; } =
    [
        ErrorCodes.NotEntitled, ErrorCodes.Suspended, ErrorCodes.ModelNotAllowed, ErrorCodes.ModelNotFound, ErrorCodes.UnsupportedEndpoint, ErrorCodes.UnsupportedParameter, ErrorCodes.InvalidRequest,
        ErrorCodes.RequestTooLarge, ErrorCodes.MethodNotAllowed, ErrorCodes.UnpricedModel, ErrorCodes.RateLimited, ErrorCodes.NotFound, ErrorCodes.InvalidResource, ErrorCodes.Conflict, ErrorCodes.InUse,
        ErrorCodes.PreconditionFailed, ErrorCodes.UnsupportedMediaType, ErrorCodes.RequestTimeout, Other,
    ];

    private static readonly FrozenDictionary<string, int> Indexes = Names.Select((name, index) => (name, index)).ToFrozenDictionary(p => p.name, p => p.index, StringComparer.Ordinal);

    public static int IndexOf(string? code) => code is not null && Indexes.TryGetValue(code, out var index) ? index : Names.Count - 1;
}
