using System.Text.Json;
using System.Text.Json.Serialization;
using AgentFunctions.Core.Labels;

namespace AgentFunctions.Core.Tools.Declaration;

/// <summary>A tool as declared. Source: API.md, tools; docs/tools.md.</summary>
public sealed record ToolSpec
{
    public const string Http = "http";
    public const string BuiltIn = "builtin";

    /// <summary><see cref="Http"/> or <see cref="BuiltIn"/>.</summary>
    public required string Type { get; init; }

    /// <summary>What it does, for models and people.</summary>
    public string? Description { get; set; }

    /// <summary>JSON Schema of its arguments, an object; null: no arguments, or those that the built-in declares.</summary>
    public JsonElement? InputSchema { get; set; }

    /// <summary>The HTTP request it makes; only for <see cref="Http"/>.</summary>
    public ToolRequestSpec? Request { get; set; }

    /// <summary>Name of the registered tool; null: the id. Only for <see cref="BuiltIn"/>.</summary>
    [JsonPropertyName("builtin")]
    public string? BuiltInName { get; set; }

    /// <summary>null sends no credential.</summary>
    public ToolCredentialSpec? Credential { get; set; }

    /// <summary>null: see <see cref="Effect"/>.</summary>
    public ToolSideEffect? SideEffect { get; set; }

    /// <summary>It honours <c>Idempotency-Key</c>: the same call sent twice takes effect once. Default false.</summary>
    public bool Idempotent { get; set; }

    public ToolReturnsSpec Returns { get; set; } = new();

    public ToolAcceptsSpec Accepts { get; set; } = new();

    /// <summary>For the call with its retries. Default 30 s.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Larger answers become an error of the tool. Default 1 MiB, at most 8 MiB.</summary>
    public int MaxResponseBytes { get; set; } = 1024 * 1024;

    public ToolApprovalSpec Approval { get; set; } = new();

    /// <summary>How runs that are cancelled undo a call that took effect; null: they do not.</summary>
    public ToolCompensateSpec? Compensate { get; set; }

    /// <summary>Allows plain http to hosts other than loopback. Default false.</summary>
    public bool AllowInsecure { get; set; }

    /// <summary>What a call may change. What is not declared counts as the worst it can be: nothing for GET and built-ins, else what cannot be taken back.</summary>
    [JsonIgnore]
    public ToolSideEffect Effect => SideEffect ?? (Type == BuiltIn || Request?.Method == "GET" ? ToolSideEffect.None : ToolSideEffect.Irreversible);

    /// <summary>Sent twice it does no harm.</summary>
    [JsonIgnore]
    public bool IsRepeatable => Idempotent || Effect == ToolSideEffect.None;

    [JsonIgnore]
    public bool NeedsApproval => Approval.Required switch
    {
        ToolApprovalSpec.Always => true,
        ToolApprovalSpec.Never => false,
        _ => Effect == ToolSideEffect.Irreversible,
    };

    /// <summary>Of what it answers.</summary>
    [JsonIgnore]
    public ContentLabel Label => new(LabelNames.FindIntegrity(Returns.Integrity) ?? Integrity.Untrusted, LabelNames.FindConfidentiality(Returns.Confidentiality) ?? Confidentiality.Internal);

    /// <summary>The spec of a stored tool.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static ToolSpec Read(JsonElement spec) => spec.Deserialize(ToolJson.Default.ToolSpec)!;
}
