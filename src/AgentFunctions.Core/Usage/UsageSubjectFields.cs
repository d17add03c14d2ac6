using System.Text.Json;

namespace AgentFunctions.Core.Usage;

/// <summary>A subject while it is read.</summary>
internal struct UsageSubjectFields
{
    public string? TenantId;
    public DateTimeOffset? At;
    private string? _callId;
    private string? _operation;
    private string? _agent;
    private string? _team;
    private string? _costCentre;
    private string? _key;
    private string? _model;
    private string? _tool;
    private string? _session;
    private string? _run;
    private string? _endUser;
    private Dictionary<string, string>? _tags;

    /// <summary>Reads the property that the reader stands at, if it is one of a subject.</summary>
    public bool TryRead(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("callId"u8)) _callId = UsageEventReader.Text(ref reader);
        else if (reader.ValueTextEquals("operation"u8)) _operation = UsageEventReader.Text(ref reader);
        else if (reader.ValueTextEquals("agent"u8)) _agent = UsageEventReader.Text(ref reader);
        else if (reader.ValueTextEquals("team"u8)) _team = UsageEventReader.Text(ref reader);
        else if (reader.ValueTextEquals("costCentre"u8)) _costCentre = UsageEventReader.Text(ref reader);
        else if (reader.ValueTextEquals("key"u8)) _key = UsageEventReader.Text(ref reader);
        else if (reader.ValueTextEquals("model"u8)) _model = UsageEventReader.Text(ref reader);
        else if (reader.ValueTextEquals("tool"u8)) _tool = UsageEventReader.Text(ref reader);
        else if (reader.ValueTextEquals("session"u8)) _session = UsageEventReader.Text(ref reader);
        else if (reader.ValueTextEquals("run"u8)) _run = UsageEventReader.Text(ref reader);
        else if (reader.ValueTextEquals("endUser"u8)) _endUser = UsageEventReader.Text(ref reader);
        else if (reader.ValueTextEquals("tags"u8)) _tags = UsageEventReader.Texts(ref reader);
        else return false;
        return true;
    }

    /// <exception cref="JsonException">A required property is missing.</exception>
    public readonly UsageSubject ToSubject() => new()
    {
        TenantId = TenantId ?? throw Missing("tenant"),
        CallId = _callId ?? throw Missing("callId"),
        At = At ?? throw Missing("at"),
        Operation = _operation ?? throw Missing("operation"),
        Agent = _agent,
        Team = _team,
        CostCentre = _costCentre,
        Key = _key,
        Model = _model,
        Tool = _tool,
        Session = _session,
        Run = _run,
        EndUser = _endUser,
        Tags = _tags,
    };

    private static JsonException Missing(string name) => new($"The property '{name}' is missing.");
}
