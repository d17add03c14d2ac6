namespace AgentFunctions.LocalHost.CommandLine.Remote;

internal sealed record ApplySummary
{
    public int Create { get; set; }

    public int Update { get; set; }

    public int Delete { get; set; }

    public int Unchanged { get; set; }

    public int Differences => Create + Update + Delete;
}
