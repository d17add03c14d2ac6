using AgentFunctions.Core.Context.Compression.Json;
using AgentFunctions.Core.Context.Compression.Logs;
using AgentFunctions.Core.Context.Compression.Pages;

namespace AgentFunctions.Core.Context.Compression;

/// <summary>The layers that keep a result's facts, in their order. The first that knows a text has it.</summary>
internal static class LayerStack
{
    private static readonly JsonLayer Json = new();
    private static readonly LogLayer Logs = new();
    private static readonly PageLayer Pages = new();
    private static readonly TableLayer Tables = new();

    public static ITextLayer? For(TextKind kind, CompressionOptions options) => kind switch
    {
        TextKind.Json when options.Json => Json,
        TextKind.Table when options.Json => Tables,
        TextKind.Log when options.Logs => Logs,
        TextKind.Page when options.Pages => Pages,
        _ => null,
    };
}
