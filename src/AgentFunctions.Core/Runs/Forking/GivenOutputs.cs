using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentFunctions.Core.Runs.Steps;

namespace AgentFunctions.Core.Runs.Forking;

/// <summary>Outputs of steps as a fork is given them, in the form in which the step itself would have written them.</summary>
internal static class GivenOutputs
{
    /// <summary>What a tool or helper of an agent is taken to have answered; null for steps of which nothing can be given.</summary>
    /// <param name="kind">Of the step.</param>
    /// <param name="output">The bare answer.</param>
    public static JsonElement? OfAgentStep(RunStepKind kind, JsonElement output)
    {
        if (kind is not (RunStepKind.Tool or RunStepKind.Agent or RunStepKind.Workflow)) return null;
        var text = output.GetRawText();
        var node = new JsonObject
        {
            ["content"] = JsonNode.Parse(text),
            ["isError"] = false,
            ["integrity"] = "untrusted",
            ["digest"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))),
        };
        using var document = JsonDocument.Parse(node.ToJsonString());
        return document.RootElement.Clone();
    }
}
