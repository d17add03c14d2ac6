using System.Text;
using AgentFunctions.LocalHost.CommandLine.Remote;

namespace AgentFunctions.LocalHost.CommandLine.Output;

/// <summary>What is wrong, a line a finding, each with its place in the files.</summary>
internal static class ProblemText
{
    public static string Compose(CommandReport report)
    {
        var text = new StringBuilder();
        if (report.Refusal is { } refusal) text.AppendLine(Headline(refusal, report.Problems.Count > 0));
        foreach (var problem in report.Problems) text.AppendLine(Printable.Of(problem.ToString()));
        if (report.Refusal is null) text.AppendLine(report.Problems.Count == 1 ? "1 problem." : $"{report.Problems.Count} problems.");
        else text.AppendLine("Nothing was changed.");
        return text.ToString();
    }

    /// <summary>Also for commands that only read.</summary>
    public static string Headline(RemoteProblem refusal, bool findingsFollow)
    {
        var request = refusal.RequestId is { } id ? $", request {Printable.Of(id)}" : "";
        var why = refusal.Status switch
        {
            401 => "the key is not known there, or not valid any more",
            403 => Said(refusal, "the key may not do this"),
            404 => Said(refusal, "it has no /api/resources: check the address of --server"),
            409 => Said(refusal, "it contradicts what is there") + (refusal.Code == "conflict" ? " (--force takes over what another managedBy owns)" : ""),
            >= 300 and < 400 => "it redirects elsewhere: give the final address to --server",
            _ => findingsFollow ? "the set is not valid there" : Said(refusal, "no reason given"),
        };
        return $"Refused with {refusal.Status}{(refusal.Code is { } code ? " " + Printable.Of(code) : "")}{request}: {why}.";
    }

    private static string Said(RemoteProblem refusal, string otherwise) => refusal.Detail is { Length: > 0 } detail ? Printable.Of(detail).TrimEnd('.') : otherwise;
}
