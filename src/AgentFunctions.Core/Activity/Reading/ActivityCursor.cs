using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace AgentFunctions.Core.Activity.Reading;

/// <summary>Where an activity goes on: after a row of an hour.</summary>
/// <param name="Hour">Hours since year one.</param>
/// <param name="Row">Sort key of the row.</param>
internal sealed record ActivityCursor(long Hour, string Row)
{
    private const int MaxLength = 4096;

    public override string ToString() => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"1/{Hour}/{Row}")));

    public static ActivityCursor? Read(string cursor)
    {
        if (cursor.Length > MaxLength || !Base64Url.IsValid(cursor)) return null;
        var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor)).Split('/', 3);
        return parts is ["1", var hour, var row] && long.TryParse(hour, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < DateTimeOffset.MaxValue.Ticks / TimeSpan.TicksPerHour
            ? new ActivityCursor(number, row)
            : null;
    }
}
