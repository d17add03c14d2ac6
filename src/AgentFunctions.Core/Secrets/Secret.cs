namespace AgentFunctions.Core.Secrets;

/// <summary>A secret in memory. Its text form is fixed, so that a stray log line shows nothing.</summary>
public sealed class Secret(string value)
{
    /// <summary>The value. Only the code that puts it on the wire reads this.</summary>
    public string Reveal() => value;

    public override string ToString() => "[secret]";
}
