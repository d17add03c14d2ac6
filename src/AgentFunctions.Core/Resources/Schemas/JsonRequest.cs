using System.Text.Json;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Resources.Kinds;

namespace AgentFunctions.Core.Resources.Schemas;

/// <summary>A request body that has a published schema of its own.</summary>
public sealed class JsonRequest
{
    private readonly Lazy<ResourceSchema> _schema;
    private readonly string _what;

    private JsonRequest(string schema, string what)
    {
        Name = schema;
        _what = what;
        _schema = new Lazy<ResourceSchema>(() => ResourceSchema.Load(schema));
    }

    public static JsonRequest ApprovalDecision { get; } = new("approval-decision", "The decision");

    public static JsonRequest ApprovalReassign { get; } = new("approval-reassign", "The request to reassign");

    public static JsonRequest ApprovalExtend { get; } = new("approval-extend", "The request to extend");

    public static JsonRequest ContextAssemble { get; } = new("context-assemble", "The request for a context");

    public static JsonRequest DeadLetterBulk { get; } = new("dead-letter-bulk", "The request for many dead letters");

    public static JsonRequest HubDeadLetterBulk { get; } = new("hub-dead-letter-bulk", "The request for many dead letters of a hub");

    public static JsonRequest KeyCreate { get; } = new("key-create", "The request for a key");

    public static JsonRequest KeyRotate { get; } = new("key-rotate", "The request to rotate");

    public static JsonRequest KeyLookup { get; } = new("key-lookup", "The request to look up a key");

    public static JsonRequest Secret { get; } = new("secret", "The secret");

    public static JsonRequest ProviderTest { get; } = new("provider-test", "The request to test a provider");

    public static JsonRequest ResourceSet { get; } = new("resource-set", "The set");

    public static JsonRequest RunBulk { get; } = new("run-bulk", "The request for many runs");

    public static JsonRequest RunFork { get; } = new("run-fork", "The request to fork a run");

    public static JsonRequest RunStart { get; } = new("run-start", "The request to start a run");

    public static JsonRequest RunVerb { get; } = new("run-verb", "The request to the run");

    public static JsonRequest RunComplete { get; } = new("run-complete", "The request to complete a run");

    public static JsonRequest MemoryWrite { get; } = new("memory-write", "The request to remember");

    public static JsonRequest MemorySearch { get; } = new("memory-search", "The search");

    public static JsonRequest MemoryOutcome { get; } = new("memory-outcome", "The outcome");

    public static JsonRequest MemoryDecision { get; } = new("memory-decision", "The decision");

    public static JsonRequest RunOutcome { get; } = new("run-outcome", "The outcome");

    public static JsonRequest SessionMessages { get; } = new("session-messages", "The request to append messages");

    public static JsonRequest SlotValue { get; } = new("slot-value", "The value of the slot");

    public static JsonRequest StateChange { get; } = new("state-change", "The request to set a state");

    public static JsonRequest ToolInvoke { get; } = new("tool-invoke", "The tool call");

    public static JsonRequest WorkflowTest { get; } = new("workflow-test", "The request to try a workflow");

    public static JsonRequest VersionRestore { get; } = new("version-restore", "The request to restore a version");

    public string Name { get; }

    /// <summary>The published JSON Schema, UTF-8.</summary>
    public ReadOnlyMemory<byte> SchemaJson => _schema.Value.Json;

    /// <summary>Reads and checks a body; the error lists every finding.</summary>
    public ApiError? Read(ReadOnlySpan<byte> body, out JsonElement value)
    {
        var findings = new Findings();
        value = JsonInspector.Parse(body, findings) ?? default;
        if (!findings.Any) SchemaValidator.Validate(value, _schema.Value.Root, "", findings);
        return findings.Any ? findings.ToError(_what, ErrorCodes.InvalidRequest) : null;
    }

    /// <summary>Reads and checks a body whose list is judged entry by entry: what is wrong with an entry is that entry's alone, anything else refuses the body.</summary>
    /// <param name="body">The bytes.</param>
    /// <param name="list">The field that holds the list.</param>
    /// <param name="value">The body; its entries with findings do not fit their schema.</param>
    /// <param name="entries">What is wrong with each entry, paths from the body's root; empty where nothing is.</param>
    public ApiError? ReadEach(ReadOnlySpan<byte> body, string list, out JsonElement value, out IReadOnlyList<Findings> entries)
    {
        var findings = new Findings();
        entries = [];
        value = JsonInspector.Parse(body, findings) ?? default;
        if (!findings.Any) SchemaValidator.Validate(value, _schema.Value.Root.WithoutItems(list), "", findings);
        if (findings.Any) return findings.ToError(_what, ErrorCodes.InvalidRequest);
        var schema = _schema.Value.Root.Properties[list].Items!;
        List<Findings> found = [];
        foreach (var (index, entry) in value.GetProperty(list).EnumerateArray().Index())
        {
            var own = new Findings();
            SchemaValidator.Validate(entry, schema, JsonPath.Item(list, index), own);
            found.Add(own);
        }

        entries = found;
        return null;
    }
}
