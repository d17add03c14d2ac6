using System.Text.Json;

namespace AgentFunctions.TestKit.Processes;

/// <summary>An answer of the local host's own API.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Text">Body.</param>
/// <param name="ETag">As sent, or null.</param>
public sealed record ApiAnswer(int Status, string Text, string? ETag)
{
    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    /// <summary>Itself; fails the test with the answer's text otherwise.</summary>
    public ApiAnswer Ok()
    {
        Assert.True(Status is >= 200 and < 300, $"{Status}: {Text}");
        return this;
    }
}
