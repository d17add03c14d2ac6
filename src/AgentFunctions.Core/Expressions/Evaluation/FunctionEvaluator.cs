using System.Net;
using AgentFunctions.Core.Expressions.Parsing;

namespace AgentFunctions.Core.Expressions.Evaluation;

/// <summary>The functions of the language on values.</summary>
internal static class FunctionEvaluator
{
    public static ExpressionOutcome Size(ExpressionNode.Call call, ExpressionValue value, StepMeter meter)
    {
        switch (value.Kind)
        {
            case ExpressionKind.List or ExpressionKind.Map:
                return ExpressionValue.Of((decimal)JsonAccess.Count(value));
            case ExpressionKind.Text:
                if (value.AsText() is not { } text) return Operands.Unreadable(call.Position);
                return meter.TakeText(text) ? ExpressionValue.Of((decimal)Characters(text)) : StepMeter.TooCostly(call.Position);
            default:
                return Operands.Mismatch(call.Position, "size", "a text, a list or an object", value);
        }
    }

    public static ExpressionOutcome OnTexts(ExpressionNode.Call call, ExpressionValue value, ExpressionValue part, StepMeter meter)
    {
        var name = FunctionSignature.Name(call.Function);
        if (value.Kind != ExpressionKind.Text) return Operands.Mismatch(call.Position, name, "a text", value);
        if (part.Kind != ExpressionKind.Text) return Operands.Mismatch(call.Position, name, "a text", part);
        if (value.AsText() is not { } text || part.AsText() is not { } other) return Operands.Unreadable(call.Position);
        switch (call.Function)
        {
            case ExpressionFunction.StartsWith or ExpressionFunction.EndsWith:
                if (!meter.TakeText(other)) return StepMeter.TooCostly(call.Position);
                return ExpressionValue.Of(call.Function == ExpressionFunction.StartsWith ? text.StartsWith(other, StringComparison.Ordinal) : text.EndsWith(other, StringComparison.Ordinal));
            case ExpressionFunction.Matches:
                if (text.Length > ExpressionLimits.MaxMatchedLength)
                    return new ExpressionFailure(ExpressionFailureReason.TooCostly, call.Position, $"matches looks at {ExpressionLimits.MaxMatchedLength} characters at most");
                // What a character costs grows with the automaton.
                return meter.Take(1 + ((long)text.Length * call.PatternSize / 64)) ? ExpressionValue.Of(call.Pattern!.IsMatch(text)) : StepMeter.TooCostly(call.Position);
            default:
                if (Address(text) is not { } address) return new ExpressionFailure(ExpressionFailureReason.TypeMismatch, call.Position, "inCidr takes an IP address in its usual form, such as 10.0.0.1 or 2001:db8::1");
                return ExpressionValue.Of(call.Network.Contains(address));
        }
    }

    /// <summary>Unicode characters, not UTF-16 units: what JSON Schema's lengths count.</summary>
    private static int Characters(string text)
    {
        var count = 0;
        foreach (var _ in text.EnumerateRunes()) count++;
        return count;
    }

    /// <summary>An address as it is usually written. Octal, hexadecimal, shortened and scoped forms are refused: others read them otherwise. IPv4 inside IPv6 is IPv4.</summary>
    private static IPAddress? Address(string text)
    {
        if (text.Length > 45 || text.Contains('%', StringComparison.Ordinal) || text.Contains('[', StringComparison.Ordinal) || !IPAddress.TryParse(text, out var address)) return null;
        if (text.Contains(':', StringComparison.Ordinal)) return address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return address.ToString() == text ? address : null;
    }
}
