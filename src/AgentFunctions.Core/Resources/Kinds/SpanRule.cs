namespace AgentFunctions.Core.Resources.Kinds;

/// <summary>A duration within bounds.</summary>
internal static class SpanRule
{
    public static void Check(Findings findings, string path, TimeSpan value, TimeSpan least, TimeSpan most)
    {
        if (value < least || value > most) findings.Add(path, $"must be from {least:c} to {most:c}");
    }
}
