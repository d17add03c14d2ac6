namespace AgentFunctions.Functions.Hosting;

/// <summary>Which engines hold state. Section <c>AgentFunctions</c>, as settings <c>AgentFunctions__Store</c> and so on.</summary>
internal sealed class EngineOptions
{
    public const string SectionName = "AgentFunctions";

    /// <summary>The only store this version has; kept on the machine's own disk.</summary>
    public const string Sqlite = "sqlite";

    /// <summary>The only event stream this version has; kept on the machine's own disk.</summary>
    public const string Log = "log";

    /// <summary>Where documents are kept: <c>sqlite</c> (default).</summary>
    public string Store { get; set; } = Sqlite;

    /// <summary>Where usage events go: <c>log</c> (default).</summary>
    public string Events { get; set; } = Log;

    /// <summary>Where large payloads are kept: <c>sqlite</c> (default).</summary>
    public string Payloads { get; set; } = Sqlite;
}
