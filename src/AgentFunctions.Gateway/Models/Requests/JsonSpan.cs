namespace AgentFunctions.Gateway.Models.Requests;

/// <summary>Where a JSON token or value lies in the request body, quotes and brackets included.</summary>
public readonly record struct JsonSpan(int Offset, int Length)
{
    public bool IsPresent => Length > 0;

    public int End => Offset + Length;
}
