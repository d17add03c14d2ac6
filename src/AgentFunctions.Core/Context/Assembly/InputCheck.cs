using System.Text.Json;
using AgentFunctions.Core.Errors;

namespace AgentFunctions.Core.Context.Assembly;

/// <summary>What no context can be made of.</summary>
internal static class InputCheck
{
    public static ApiError? Find(ContextInput input)
    {
        HashSet<string> refs = new(StringComparer.Ordinal);
        for (var index = 0; index < input.Messages.Count; index++)
        {
            var message = input.Messages[index];
            if (message.Message.ValueKind != JsonValueKind.Object) return ApiErrors.InvalidRequest($"messages[{index}]", "A message must be an object.");
            if (!refs.Add(message.Ref)) return ApiErrors.InvalidRequest($"messages[{index}]", "Two messages of a context have the same ref.");
        }

        return null;
    }

    public static ApiError Unpaired(ContextItem item) => ApiErrors.InvalidRequest(
        $"messages[{item.Index}]", "A pinned message is a result without its call, or has a call without its result: it can neither stay nor be left out.");
}
