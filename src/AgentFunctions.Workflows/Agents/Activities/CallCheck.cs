using System.Text.Json;
using AgentFunctions.Workflows.Agents.Context;
using AgentFunctions.Workflows.Agents.Steps;

namespace AgentFunctions.Workflows.Agents.Activities;

/// <summary>The first checks on proposed calls: is there such a function, and can its arguments be read. Everything else is the tool pipeline's.</summary>
internal static class CallCheck
{
    private const int MostListed = 50;

    public static IReadOnlyList<ProposedCall> Run(JsonElement message, FunctionNames names, int modelNumber)
    {
        var calls = new ProposedCall[AssistantMessage.CallCount(message)];
        var number = modelNumber;
        for (var i = 0; i < calls.Length; i++)
        {
            var name = AssistantMessage.Call(message, i).Name;
            if (names.Find(name) is not var (kind, target))
            {
                calls[i] = new ProposedCall(ProposedCallKind.Rejected, name, null, $"There is no function '{name}'. There are: {string.Join(", ", names.All.Keys.Take(MostListed))}.");
                continue;
            }

            if (AssistantMessage.Arguments(message, i) is null)
            {
                calls[i] = new ProposedCall(ProposedCallKind.Rejected, target, null, "The arguments are no JSON object. Call the function again with arguments that fit its parameters.");
                continue;
            }

            number++;
            calls[i] = new ProposedCall(kind, target, kind == ProposedCallKind.Tool ? StepIds.Tool(number, target) : StepIds.Helper(number, target), null);
        }

        return calls;
    }
}
